"""The pages of agreements, dialogues, meetings and projects."""

import pytest

from tests.sources.page_cases import cite, document, hide, source, store, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_vocabulary")]

WALIA = source("walia-2025", authors=["Walia, Simran"])
TITLE = cite("c1", "walia-2025", title=None)


def meeting(year: int, number: int | None = None) -> dict:
    return document(
        "meeting", f"talks-{year}", [TITLE], dialogue="talks", number=number, date=str(year)
    )


def test_milestones_are_in_order_of_time(client):
    lists = {
        "milestones": [
            {"ref": "in-force", "type": "in_force", "date": "2021-07"},
            {"ref": "signed", "type": "signed", "date": "2020-09-09", "place": "tokyo"},
            {"ref": "ended", "type": "ended"},
        ]
    }
    store(WALIA, document("agreement", "acsa", [TITLE], lists, type="treaty"))

    text = words(client.get("/agreements/acsa/"))

    assert text.index("Signed 9 Sep 2020 Tokyo") < text.index("In force Jul 2021")
    assert text.index("In force Jul 2021") < text.index("Ended not recorded")


def test_agreement_says_its_type_once(client):
    store(WALIA, document("agreement", "acsa", [TITLE], type="agreement"))

    assert "Agreement · Agreement" not in words(client.get("/agreements/acsa/"))


def test_parties_that_are_groupings_are_named(client):
    lists = {"parties": [{"ref": "quad", "grouping": "quad"}, {"ref": "in", "country": "IN"}]}
    store(WALIA, document("agreement", "acsa", [TITLE], lists, type="treaty"))

    text = words(client.get("/agreements/acsa/"))

    assert "Country or grouping" in text
    assert "The Quad" in text


def test_dialogue_lists_its_meetings_and_the_missing_numbers(client):
    dialogue = document("dialogue", "talks", [TITLE])
    store(WALIA, dialogue, meeting(2022, 3), meeting(2019, 1))

    text = words(client.get("/dialogues/talks/"))

    assert text.index("Talks 2019") < text.index("Talks 2022")
    assert "Meeting 2 has no record here." in text


def test_meeting_stands_in_its_dialogue(client):
    store(WALIA, document("dialogue", "talks", [TITLE]), meeting(2019, 1), meeting(2020, 2))

    response = client.get("/meetings/talks-2020/")

    assert "In the dialogue Talks" in words(response)
    assert 'aria-current="page">2</a>' in response.content.decode()


def test_draft_meeting_is_not_in_its_dialogue(client):
    store(WALIA, document("dialogue", "talks", [TITLE]), meeting(2019, 1), meeting(2020, 2))
    hide("talks-2020")

    assert b"talks-2020" not in client.get("/dialogues/talks/").content
    assert client.get("/meetings/talks-2020/").status_code == 404


def test_project_shows_its_stages_in_order(client):
    lists = {
        "stages": [
            {"ref": "st1", "stage": "agreed", "date": "2024-11"},
            {"ref": "st2", "stage": "proposed", "date": "2024-08"},
        ]
    }
    store(WALIA, document("project", "unicorn", [TITLE], lists, technology="Antenna mast"))

    text = words(client.get("/projects/unicorn/"))

    assert text.index("Proposed Aug 2024") < text.index("Agreed Nov 2024")
    assert "Antenna mast" in text
