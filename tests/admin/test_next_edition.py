"""The next edition starts from the last one; nothing is stored until it is saved."""

import pytest

from records.admin.successor import next_title
from records.models import Record
from records.store import take
from tests.admin.forms import data_of, errors_of

ADD = "/admin/exercises/exercise/add/"


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("JIMEX 2023", "JIMEX 2024"),
        ("7th JIMEX", "8th JIMEX"),
        ("11th JIMEX 2023", "11th JIMEX 2024"),
        ("12th Dialogue", "13th Dialogue"),
        ("20th Dialogue", "21st Dialogue"),
        ("Malabar 27", "Malabar 28"),
        ("Malabar", "Malabar"),
    ],
)
def test_next_title_counts_on(last, following):
    assert next_title(last) == following


@pytest.mark.parametrize("page", ["exercise/jimex-2023", "series/jimex"])
def test_tool_leads_to_a_form_that_starts_from_the_last_edition(as_ana, record, page):
    tools = {
        str(label): address
        for address, label in as_ana.get(f"/admin/exercises/{page}/change/").context["record_tools"]
    }

    form = as_ana.get(tools["New edition from the last one"])

    data = data_of(form)
    assert (data["title"], data["series"], data["edition"]) == ("JIMEX 2024", "jimex", 8)
    assert data["domains"] == ["maritime"]
    rows = [data[f"participants-{number}-country"] for number in range(2)]
    assert rows == ["IN", "JP"]
    assert data.get("citations-0-source", "") == ""
    assert "date" not in data or not data["date"]
    assert Record.objects.filter(kind="exercise").count() == 1


def test_prefilled_form_sent_as_it_is_stores_all_that_it_shows(as_ana, record):
    address = f"{ADD}?after=jimex-2023"

    answer = as_ana.post(address, data_of(as_ana.get(address)))

    assert answer.status_code == 302, errors_of(answer)
    made = take(Record.objects.get(key="jimex-2024"))
    assert [p["country"] for p in made["lists"]["participants"]] == ["IN", "JP"]
    assert made["fields"]["edition"] == 8
    assert made["citations"] == []


@pytest.mark.parametrize("query", ["after=nothing", "after=%00", "after=jimex", "series=zz"])
def test_odd_start_gives_an_empty_form(as_ana, record, query):
    page = as_ana.get(f"{ADD}?{query}")

    assert page.status_code == 200
    assert not data_of(page).get("title")
