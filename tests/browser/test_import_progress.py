"""Ana brings in a large sheet: she sees how far it is, and what came of it, while she waits."""

import pytest
from playwright.sync_api import expect

from exchange.models import Batch, State, Work
from exchange.tasks import present
from records.models import Record
from tests.browser.test_import import axe_faults, file_of
from tests.exchange.batch_cases import sheet
from tests.exchange.workers import BackgroundWorker

NUMBER = 30
ROWS = [{"key": f"trial-{n}", "title": f"Trial {n}"} for n in range(NUMBER)]


@pytest.fixture
def worker(tmp_path):
    """Return a function that starts a worker, which ends with the test."""
    started = []
    yield lambda: started.append(BackgroundWorker(tmp_path, "one"))
    for one in started:
        one.kill()


def upload(page) -> None:
    page.goto("/admin/exchange/batch/add/")
    page.get_by_label("Files:").set_input_files(file_of(*sheet("exercises", *ROWS)))
    page.get_by_role("button", name="Preview").click()


def test_large_sheet_is_read_and_stored_while_ana_waits(
    in_background, small_record, page_of, ana, worker
):
    page = page_of(ana, viewport={"width": 1280, "height": 900})
    upload(page)
    expect(page.get_by_role("progressbar", name="Waiting for its turn")).to_be_visible()
    expect(page.locator(".errornote")).to_contain_text("No worker is running")

    worker()

    page.get_by_role("button", name=f"Apply {NUMBER} records").click(timeout=60_000)
    expect(page.locator(".messagelist .success")).to_contain_text(
        f"{NUMBER} records were stored.", timeout=60_000
    )
    assert Record.objects.filter(key__startswith="trial-").count() == NUMBER


def test_ana_cancels_what_waits(in_background, small_record, page_of, ana):
    page = page_of(ana, viewport={"width": 360, "height": 900})
    upload(page)

    page.get_by_role("button", name="Cancel the import").click()

    expect(page.locator(".messagelist .success")).to_contain_text("The import was cancelled.")
    expect(page.locator("#content")).to_contain_text("Discarded: nothing was written.")


def test_page_tells_what_is_new_without_being_loaded_again(
    in_background, small_record, page_of, ana
):
    page = page_of(ana, viewport={"width": 1280, "height": 900})
    upload(page)
    link = page.get_by_role("link", name="Renew now")
    link.focus()

    Batch.objects.update(holder="x")
    Work.objects.update(step="checking", done=12_000, total=50_000)

    bar = page.get_by_role("progressbar", name="Checking: 12,000 of 50,000")
    expect(bar).to_have_attribute("value", "12000", timeout=20_000)
    expect(page.get_by_role("status")).to_have_text("Checking")
    expect(link).to_be_focused()
    Batch.objects.update(state=State.FAILED, holder="")
    expect(page.locator("#content")).to_contain_text("nothing was written", timeout=20_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("is_there", [True, False])
def test_page_has_no_barrier(
    in_background, small_record, page_of, faults, ana, scheme, width, is_there
):
    # axe reads style sheets anew, and takes what they import for neighbours of the page.
    faults.expect("widgets.css")
    viewport = {"width": width, "height": 900}
    page = page_of(ana, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    upload(page)
    expect(page.locator("progress")).to_be_visible()
    if is_there:
        Batch.objects.update(holder="x")
        Work.objects.update(step="checking", done=12_000, total=50_000)
        page.reload()

    assert axe_faults(page) == []
    assert not present().exists()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_page_works_without_scripts(in_background, small_record, page_of, ana):
    page = page_of(ana, java_script_enabled=False)
    upload(page)
    expect(page.locator("label[for=import-bar]")).to_have_text("Waiting for its turn")

    Batch.objects.update(state=State.FAILED, holder="")

    expect(page.locator("#content")).to_contain_text("nothing was written", timeout=20_000)
