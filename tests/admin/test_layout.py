"""Lists and rows on a small screen, 1280 pixels wide: nothing is cut off."""

import pytest

from records.models import Record
from records.store import apply, take
from tests.admin.conftest import document
from vocabulary.models import Platform

WIDTH = 1280
# The element, and by how much its content is wider than itself.
OVERHANG = "element => element.scrollWidth - element.clientWidth"


@pytest.fixture
def wide(record):
    """The edition with what takes room: a long title and series, all there is in each column."""
    Platform.objects.create(key="frigate", name="guided-missile frigate")
    series = take(Record.objects.get(key="jimex"))
    series["fields"]["title"] = "Japan-India Maritime Exercise of the two navies"
    apply(series, by=None, why="longer", base=1)
    edition = take(record)
    edition["fields"]["title"] = "Japan-India Maritime Exercise 2023 off Visakhapatnam"
    edition["lists"]["deployments"] = [
        {"country": "IN", "force": "in-navy", "platform": "frigate", "count": 3, "phases": ["p1"]}
    ]
    edition["citations"][0]["claims"]["date"] = "2022"
    apply(edition, by=None, why="wider", base=1)
    fields = {"title": "Other", "date": "2023-07-05/2023-08-10"}
    apply(document("exercise", "other", fields), by=None, why="x")


@pytest.mark.parametrize("address", ["exercises/exercise", "records/record", "sources/source"])
def test_list_shows_all_its_columns(page_of, ed, wide, address):
    page = page_of(ed, viewport={"width": WIDTH, "height": 900})

    page.goto(f"/admin/{address}/")

    assert page.locator(".results").evaluate(OVERHANG) == 0


def test_rows_show_all_their_columns(page_of, ed, wide):
    page = page_of(ed, viewport={"width": WIDTH, "height": 900})

    page.goto("/admin/exercises/exercise/jimex-2023/change/")

    for name in ("participants", "deployments", "phases"):
        assert page.locator(f"#{name}-group .tabular").evaluate(OVERHANG) == 0, name
