"""Every public page in a real browser: nothing for axe to find, wide and narrow, light and dark.

The `faults` fixture fails a page that logs an error, breaks the Content-Security-Policy or asks
another host for anything.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.public import document, exercise, publish, source, vocabulary

WIDTHS = {"wide": 1280, "narrow": 360}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
# What may differ in dark.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
STARTS = (
    "/",
    "/exercises/?country=IN&since=2019&until=2022&dates=undated",
    "/exercises/?country=FR&domain=land",
    "/exercises/?since=abc&country=ZZ&q=" + "x" * 300,
    "/exercises/?page=2&sort=date",
    "/meetings/",
    "/search/",
    "/search/?q=india",
    "/search/?q=nothing+of+the+kind",
    "/search/?q=" + "x" * 300,
    "/countries/?all=1",
    "/countries/FR/",
)
MOST_PAGES = 60


@pytest.fixture
def record(transactional_db):
    vocabulary()
    sides = [{"ref": "in", "country": "IN"}, {"ref": "jp", "country": "JP"}]
    publish(
        source("walia-2025", issued="2025", consulted=True, language="en", reliability="B"),
        source("gijiroku", title="議事録", language="ja", title_translated="Minutes"),
        document("series", "jimex", "JIMEX", domains=["maritime"], lists={"members": sides}),
        exercise(
            "jimex-2022",
            title="JIMEX 2022",
            countries=["IN", "JP"],
            force="in-fleet",
            series="jimex",
            edition=6,
            date="2022-09-11/2022-09-17",
            places=["off-chennai"],
            domains=["maritime"],
            outcome="held",
            claims={"date": "2021", "title": "JIMEX 2022", "edition": 6},
        ),
        exercise("dharma-2019", countries=["IN", "JP"], date="2019", domains=["land"]),
        exercise("undated", countries=["IN"]),
        *(exercise(f"e-{n}", countries=["AU"], date=f"{1950 + n}") for n in range(60)),
        document(
            "agreement", "acsa", type="treaty", topics=["logistics"], lists={"parties": sides}
        ),
        document("dialogue", "two-plus-two", level="two_plus_two", lists={"members": sides}),
        document("meeting", "first-meeting", dialogue="two-plus-two", date="2019"),
        document("project", "unicorn", type="transfer", lists={"parties": sides}),
    )


def pages_from(client, starts) -> list[str]:
    """Return the addresses that the pages lead to: each list and page once, editions aside."""
    found, queue = [], list(starts)
    while queue:
        address = queue.pop(0)
        if address in found or len(found) >= MOST_PAGES:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            answer.close()  # a download is a file that stays open until then
            continue
        found.append(address)
        links = re.findall(r'href="(/[^"#?]*)', answer.content.decode())
        queue += [link for link in links if not re.match(r"/(static|admin|exercises/e-)", link)]
    return found


def described(results) -> list[str]:
    return [
        f"{fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in results.response["violations"]
        for node in fault["nodes"][:3]
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_public_page_has_a_barrier(record, client, new_context, width):
    # axe is injected by the test, which the policy would rightly refuse to a stranger.
    context = new_context(viewport={"width": WIDTHS[width], "height": 800}, bypass_csp=True)
    page, found = context.new_page(), []
    addresses = pages_from(client, STARTS)

    for address in addresses:
        page.emulate_media(color_scheme="light")
        page.goto(address)
        barriers = described(Axe().run(page, options=RULES))
        page.emulate_media(color_scheme="dark")
        barriers += described(Axe().run(page, options=CONTRAST))
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            barriers.append(f"reflow: {wide} pixels too wide")
        found += [f"{address[:80]} {barrier}" for barrier in barriers]

    assert not found, "\n".join(found)
    assert len(addresses) > 20


def test_no_public_page_breaks_the_policy(record, client, page):
    for address in pages_from(client, STARTS):
        assert page.goto(address).status == 200


@pytest.mark.parametrize("panel", ["menu", "facets"])
def test_panel_opens_and_closes_without_script_and_has_no_barrier(record, new_context, panel):
    context = new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=True, bypass_csp=True
    )
    page = context.new_page()
    page.goto("/exercises/?country=IN")
    opened = page.locator(f"#{panel}")
    assert not opened.is_visible()

    page.locator(f"button[popovertarget={panel}]:not(.menu-close)").click()

    assert opened.is_visible()
    assert described(Axe().run(page, options=RULES)) == []
    opened.get_by_role("button", name="Close").click()
    assert not opened.is_visible()


def test_reader_filters_and_chooses_dark_with_the_keyboard_alone(record, page):
    page.goto("/exercises/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    page.get_by_label("Land").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Apply").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/exercises/?*domain=land*")
    assert page.get_by_role("link", name="dharma-2019").is_visible()

    page.get_by_role("button", name="Dark").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert "domain=land" in page.url
