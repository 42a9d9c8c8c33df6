"""Ana maps a foreign table once; the next one of its layout is read at once."""

import pytest
from playwright.sync_api import expect

from exchange.models import SavedProfile
from records.models import Record
from tests.admin.mapping_pages import PROFILE
from tests.browser.test_import import axe_faults, file_of
from tests.exchange.batch_cases import document
from tests.exchange.layouts import write_layout


def layout(folder, rows: int, seed: int, *, misspelt: bool = False) -> bytes:
    content = write_layout(folder, "exercises_mme", rows, seed).read_bytes()
    return content.replace(b"Philippines", b"Phillipines") if misspelt else content


def upload(page, name: str, content: bytes) -> None:
    page.goto("/admin/exchange/batch/add/")
    page.get_by_label("Files:").set_input_files(file_of(name, content))
    page.get_by_role("button", name="Preview").click()


def test_foreign_table_is_mapped_once(whole_vocabulary, page_of, ana, tmp_path):
    page = page_of(ana, viewport={"width": 1280, "height": 900})
    upload(page, "exercises_mme.csv", layout(tmp_path, 40, 1, misspelt=True))

    expect(page.get_by_role("heading", name="The columns · 53")).to_be_visible()
    expect(page.get_by_role("row", name="StartDate")).to_contain_text("…")
    page.get_by_text("columns are left out").click()
    page.get_by_label("outcome_code goes to").select_option(label="Outcome")
    left_out = page.get_by_role("row", name="v01").get_by_text("left out", exact=True)
    expect(left_out).to_be_visible()
    page.get_by_label("v01 goes to").select_option("f:summary")
    expect(left_out).to_be_hidden()
    page.get_by_label("v01 goes to").select_option("leave")
    expect(left_out).to_be_visible()
    expect(page.get_by_label("naval goes to")).to_have_value("y:domains")
    expect(page.get_by_label("Scheme, or our word for a yes in naval")).to_have_value("maritime")
    page.get_by_label("Source:", exact=True).fill("mme-dataset")
    page.get_by_label("Title, if it is not stored yet").fill("Multinational exercises")
    page.get_by_label("Type of a new source").select_option("dataset")
    page.get_by_role("button", name="Show again").click()
    first = page.get_by_role("region", name="The first rows, as they would come in")
    expect(first).to_contain_text("mme-dataset")
    expect(first.locator("td.is-wrong", has_text="It must be one of").first).to_be_visible()

    page.get_by_label("Save as, for the next file").fill("Multinational")
    page.get_by_role("button", name="Use for this import").click()
    page.get_by_role("link", name="words are not known").click()
    page.get_by_label("Phillipines means", exact=True).select_option("key:PH")
    page.get_by_label("1 means", exact=True).select_option("key:held")
    page.get_by_label("2 means", exact=True).select_option("key:cancelled")
    page.get_by_role("button", name="Read the files again with these").click()

    expect(page.locator("#content")).to_contain_text("Nothing has been written yet.")
    expect(page.get_by_role("link", name="words are not known")).to_have_count(0)
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#content")).to_contain_text("Stored:")
    assert Record.objects.filter(kind="exercise").count() == 40
    assert document("exercises-mme-1")["citations"][0]["source"] == "mme-dataset"

    upload(page, "next.csv", layout(tmp_path, 5, 2, misspelt=True))
    page.get_by_role("button", name="Read it by “Multinational”").click()
    expect(page.locator("#content")).to_contain_text("Read by the mapping “Multinational”.")
    expect(page.get_by_role("link", name="not known")).to_have_count(0)
    assert SavedProfile.objects.get().by == ana


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_the_pages_of_a_mapping(
    whole_vocabulary, page_of, faults, ana, tmp_path, width, scheme
):
    # axe looks for the admin's style sheets in a wrong place.
    faults.expect("widgets.css")
    SavedProfile.objects.create(name="Reefs", text=PROFILE, by=ana, by_name="ana")
    size = {"width": width, "height": 740}
    page = page_of(ana, viewport=size, color_scheme=scheme, bypass_csp=True)
    upload(page, "exercises_mme.csv", layout(tmp_path, 20, 1, misspelt=True))
    page.wait_for_url("**/mapping/")

    found = {"mapping": axe_faults(page)}
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Use for this import").click()
    page.get_by_role("link", name="not known").click()
    page.wait_for_url("**/words/**")
    found["words"] = axe_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width

    page.goto("/admin/exchange/savedprofile/")
    found["profiles"] = axe_faults(page)
    page.get_by_role("link", name="Reefs").click()
    found["profile"] = axe_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
