"""The story that the whole is for: Ana adds the next JIMEX from two sources, Ed publishes it, Rae
finds it."""

import re

from playwright.sync_api import Page, expect

from records.models import Record, Revision


def choose(page: Page, label: str, typed: str, option: str, nth: int = 0) -> None:
    """Choose from an autocompleted field as a person does: open, type, click."""
    row = page.locator(f".form-row:has(> * label:text-is('{label}:'))").nth(nth)
    row.locator(".select2-selection").first.click()
    page.locator(".select2-search__field:focus").fill(typed)
    page.get_by_role("option", name=option).first.click()


def add_source(page: Page, title: str) -> None:
    page.goto("/admin/sources/source/add/")
    page.get_by_label("Title:", exact=True).fill(title)
    page.get_by_label("Type:").select_option("article-newspaper")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text(title)


def cite(page: Page, source: str, said: dict[str, str]) -> None:
    """Cite a source for the paths given; an empty text means that it says the same."""
    page.get_by_role("link", name=re.compile("^Cite", re.I)).click()
    choose(page, "Source", source, source)
    page.get_by_label("Locator:").fill("para. 2")
    for path, value in said.items():
        page.locator(f'input[name="path"][value="{path}"]').check()
        page.locator(f'input[name="says:{path}"]').fill(value)
    page.get_by_role("button", name="Store the citation").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_next_jimex_is_added_published_and_found(paper, page_of, ana, ed):
    desk = page_of(ana, viewport={"width": 1280, "height": 900})
    add_source(desk, "Ships sail for the ninth JIMEX")
    add_source(desk, "The ninth JIMEX ends")

    desk.goto("/admin/exercises/series/jimex/change/")
    desk.get_by_role("link", name=re.compile("new edition", re.I)).click()
    assert desk.get_by_label("Edition:").input_value() == "9"
    desk.get_by_label("Title:", exact=True).fill("JIMEX 2025")
    desk.get_by_label("Date:", exact=True).fill("16-21 Oct 2025")
    desk.get_by_label("Outcome:").select_option("held")
    choose(desk, "Places", "yokosu", "Yokosuka")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("JIMEX 2025")
    assert desk.get_by_label("Date:", exact=True).input_value() == "2025-10-16/2025-10-21"

    first = {
        "title": "",
        "series": "",
        "edition": "",
        "participants/in-navy": "",
        "participants/jp-jmsdf": "",
    }
    cite(desk, "Ships sail for the ninth JIMEX", first | {"date": "from 17 October 2025"})
    cite(desk, "The ninth JIMEX ends", {"date": "", "places": "", "participants/jp-jmsdf": ""})
    expect(desk.locator("body")).to_contain_text(re.compile("disputed", re.I))

    assert Revision.objects.filter(record="jimex-2025").count() == 3
    reader = page_of()
    reader.goto("/exercises/?q=JIMEX+2025")
    expect(reader.get_by_role("link", name="JIMEX 2025", exact=True)).to_have_count(0)

    desk.get_by_role("link", name="Submit for review").click()
    desk.get_by_role("button", name="Submit for review").click()
    assert Record.objects.get(pk="jimex-2025").status == "in_review"

    office = page_of(ed)
    office.goto("/admin/exercises/exercise/jimex-2025/change/")
    office.get_by_role("link", name="Publish").click()
    office.get_by_role("button", name="Publish").click()
    expect(office.locator(".messagelist .success")).to_be_visible()
    assert Record.objects.get(pk="jimex-2025").status == "published"

    reader.goto("/")
    reader.get_by_role("searchbox").first.fill("JIMEX 2025")
    reader.keyboard.press("Enter")
    reader.get_by_role("main").get_by_role("link", name="JIMEX 2025").first.click()
    expect(reader.locator("h1")).to_have_text("JIMEX 2025")
    facts = reader.locator("main")
    expect(facts).to_contain_text("16–21 October 2025")
    expect(facts).to_contain_text("Disputed, 1 to 1")
    expect(facts).to_contain_text("17 October 2025")
    expect(facts).to_contain_text("Agreed, 2 sources")
    expect(facts.get_by_role("link", name="The ninth JIMEX ends", exact=True)).to_be_visible()
