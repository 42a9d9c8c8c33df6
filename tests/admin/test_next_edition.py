"""The next edition starts from the last one; nothing is stored until it is saved."""

import pytest
from django.contrib.messages import get_messages

from records.admin.successor import next_title
from records.models import Record
from records.store import apply, take
from tests.admin.forms import data_of, errors_of

SOURCES = "/admin/sources/source/add/"
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


def texts(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_form_says_what_was_copied_and_leaves_out_what_each_edition_does_anew(as_ana, record):
    changed = take(record)
    changed["fields"]["activities"] = ["boarding"]
    apply(changed, by=None, why="boarded", base=1)

    form = as_ana.get(f"{ADD}?after=jimex-2023")

    page = form.content.decode()
    assert "Copied from JIMEX 2023: series, domains, participants. Nothing is cited yet" in page
    assert not data_of(form).get("activities")


def test_edition_that_the_series_has_already_is_stored_with_a_warning(as_ana, record):
    address = f"{ADD}?after=jimex-2023"
    data = data_of(as_ana.get(address)) | {"edition": "7"}

    answer = as_ana.post(address, data)

    assert answer.status_code == 302
    assert "JIMEX 2023 has edition 7 already." in texts(answer)


def test_edition_that_is_new_is_stored_without_a_warning(as_ana, record):
    address = f"{ADD}?after=jimex-2023"

    answer = as_ana.post(address, data_of(as_ana.get(address)))

    assert not any("already" in text for text in texts(answer))


def test_source_with_a_title_or_address_of_another_is_stored_with_a_warning(as_ana, record):
    other = take(Record.objects.get(key="other-2023"))
    other["fields"]["url"] = "https://example.org/fleets"
    apply(other, by=None, why="address", base=1)
    data = data_of(as_ana.get(SOURCES)) | {"title": "Fleets meet", "type": "webpage"}

    answer = as_ana.post(SOURCES, data | {"url": "https://example.org/fleets"})

    assert answer.status_code == 302
    assert "The source “other-2023” has this title, too." in texts(answer)
    assert "The source “other-2023” has this address, too." in texts(answer)


@pytest.mark.parametrize("query", ["after=nothing", "after=%00", "after=jimex", "series=zz"])
def test_odd_start_gives_an_empty_form(as_ana, record, query):
    page = as_ana.get(f"{ADD}?{query}")

    assert page.status_code == 200
    assert not data_of(page).get("title")
