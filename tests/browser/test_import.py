"""Ana brings in a sheet: she sees a fault, mends it, applies the import, and takes it back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from exchange.models import Batch
from records.models import Record
from tests.exchange.batch_cases import document, edited, previewed, sheet, stored

ROWS = [
    {"key": "malabar-2020", "title": "Malabar 2020", "date": "3-20 Nov 2020"},
    {"key": "malabar-2021", "title": "Malabar 2021", "date": "03/04/2021"},
]


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def axe_faults(page) -> list[str]:
    """Return what axe finds in the content of an admin page; its frame is Django's."""
    expect(page.locator("#content")).to_be_visible()
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, context="#content", options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def file_of(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def test_sheet_is_mended_applied_and_taken_back(transactional_db, small_record, page_of, ana):
    page = page_of(ana, viewport={"width": 1280, "height": 900})
    page.goto("/admin/")
    page.get_by_role("link", name="Imports").first.click()
    page.get_by_role("link", name="Import sheets").click()
    page.get_by_label("Files:").set_input_files(file_of(*sheet("exercises", *ROWS)))
    page.get_by_label("Reason:").fill("From the ministry.")
    page.get_by_role("button", name="Preview").click()

    expect(page.locator("#content")).to_contain_text("Nothing has been written yet.")
    fault = page.get_by_role("row", name="03/04/2021")
    expect(fault).to_contain_text("could be 3 April or 4 March 2021")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    given_back = download.value.path().read_bytes()

    page.get_by_role("button", name="Apply 1 record").click()
    assert not Record.objects.filter(key="malabar-2020").exists()
    page.get_by_label("Apply the good rows only").check()
    page.get_by_role("button", name="Apply 1 record").click()
    expect(page.locator(".messagelist .success")).to_contain_text("1 record was stored.")
    assert not Record.objects.filter(key="malabar-2021").exists()

    page.get_by_role("link", name="Import other files").click()
    mended = given_back.replace(b"03/04/2021", b"2021-04-03")
    page.get_by_label("Files:").set_input_files(file_of("exercises.csv", mended))
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("ins", has_text="3 April 2021")).to_be_visible()
    page.get_by_role("button", name="Apply 1 record").click()
    expect(page.get_by_role("link", name="Malabar 2021")).to_be_visible()

    page.get_by_role("link", name="Undo this import").click()
    expect(page.get_by_role("heading", name="Removed · 1")).to_be_visible()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.locator(".messagelist .success")).to_contain_text("The import was undone.")
    assert list(Record.objects.filter(key__startswith="malabar").values_list("key", flat=True)) == [
        "malabar-2020"
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_conflict_is_settled_with_the_keyboard_on_a_phone(
    transactional_db, small_record, page_of, ana, ed, scheme
):
    edited("small-series", by=ed, summary="By Ed.")
    page = page_of(ana, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    row = {"key": "small-series", "revision": "1", "title": "Small series", "summary": "By Ana."}
    page.goto("/admin/exchange/batch/add/")
    page.get_by_label("Files:").set_input_files(file_of(*sheet("series", row)))
    page.get_by_role("button", name="Preview").press("Enter")

    expect(page.locator("#content")).to_contain_text(
        "Your sheet is taken to start from revision 1."
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("radio", name="By Ana.").press("Space")
    page.get_by_role("button", name="Use these choices").press("Enter")
    page.get_by_role("button", name="Apply 1 record").press("Enter")

    expect(page.locator(".messagelist .success")).to_contain_text("1 record was stored.")
    assert document("small-series")["fields"]["summary"] == "By Ana."
    assert Batch.objects.get().by == ana


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_the_pages_of_imports(
    transactional_db, small_record, page_of, faults, ana, ed, width, scheme
):
    # axe looks for the admin's style sheets in a wrong place.
    faults.expect("widgets.css")
    edited("small-series", by=ed, summary="By Ed.")
    stale = {"key": "small-series", "revision": "1", "title": "Small series", "summary": "By Ana."}
    changed = {"key": "small-exercise", "title": "Renamed", "date": "[none]"}
    mixed = previewed(ana, series=stale, exercises=[*ROWS, changed])
    done = stored(ana, exercises=ROWS[0] | {"key": "malabar-2019"})
    size = {"width": width, "height": 740}
    page = page_of(ana, viewport=size, color_scheme=scheme, bypass_csp=True)

    found = {}
    for address in ("add", f"{mixed.pk}/change", f"{done.pk}/change", f"{done.pk}/undo"):
        page.goto(f"/admin/exchange/batch/{address}/")
        found[address] = axe_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width

    assert {address: wrong for address, wrong in found.items() if wrong} == {}
