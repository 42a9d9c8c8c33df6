"""Ana maps tables of several layouts: by the keyboard, and with nothing for axe to find."""

import pytest
from playwright.sync_api import expect

from records.models import Record
from tests.admin.mapping_pages import TABLE
from tests.browser.test_import import axe_faults, file_of
from tests.exchange.test_several_layouts import PACTS, as_csv

THIRD = "id,name,when,who,kind,note\n9,Kite,2009,India,1,\n"


def upload(page) -> None:
    files = {"reef.csv": TABLE, "pacts.csv": as_csv(PACTS), "more.csv": THIRD}
    page.goto("/admin/exchange/batch/add/")
    chosen = [file_of(name, content.encode()) for name, content in files.items()]
    page.get_by_label("Files:").set_input_files(chosen)
    page.get_by_role("button", name="Preview").press("Enter")
    page.wait_for_url("**/mapping/**")


def press(page, name: str) -> None:
    """Press a button that the keyboard has reached."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_the_pages_of_several_tables(
    whole_vocabulary, page_of, faults, ana, width, scheme
):
    # axe looks for the admin's style sheets in a wrong place.
    faults.expect("widgets.css")
    size = {"width": width, "height": 740}
    page = page_of(ana, viewport=size, color_scheme=scheme, bypass_csp=True)
    upload(page)
    found, wide = {}, {}

    def look(name: str) -> None:
        found[name] = axe_faults(page)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")

    look("first")
    page.get_by_label("Keys begin with").fill("Not a key!")
    page.get_by_role("button", name="Show again").click()
    look("wrong")
    page.get_by_role("link", name="pacts.csv", exact=True).click()
    expect(page.get_by_role("heading", name="What the columns of pacts.csv are")).to_be_visible()
    look("second")
    page.get_by_role("button", name="Leave this table out").click()
    expect(page.locator(".import-state", has_text="left out")).to_be_visible()
    look("left out")
    page.get_by_role("button", name="Use for this import").click()
    page.wait_for_url("**/change/**")
    look("preview")

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert set(wide.values()) == {width}


def test_several_tables_are_mapped_with_the_keyboard_on_a_phone(whole_vocabulary, page_of, ana):
    page = page_of(ana, viewport={"width": 360, "height": 740})
    upload(page)
    expect(page.locator("[aria-current=step]")).to_have_text("reef.csv")

    page.get_by_role("link", name="the first rows, as they would come in").press("Enter")
    first = page.get_by_role("region", name="The first rows, as they would come in")
    expect(first).to_be_in_viewport()
    # From the first rows the keyboard comes to what is to be done with the mapping.
    for part in first.locator("summary").all():
        page.keyboard.press("Tab")
        expect(part).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show again")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Save as, for the next file")).to_be_focused()
    page.keyboard.type("Reefs")
    press(page, "Keep it, go on to the next table")

    expect(page.locator("[aria-current=step]")).to_have_text("pacts.csv")
    expect(page.locator("#content")).to_contain_text("read by “Reefs”")
    press(page, "Leave this table out")
    page.wait_for_url("**/change/**")
    expect(page.locator("#content")).to_contain_text("Read by the mapping “Reefs”.")

    page.go_back()
    page.goto(page.url.partition("/change/")[0].partition("/mapping/")[0] + "/mapping/")
    press(page, "Discard the import")
    expect(page.locator(".messagelist .success")).to_contain_text("Nothing was written.")
    assert not Record.objects.exists()
