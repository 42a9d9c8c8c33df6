"""The public lists of agreements, dialogues, meetings and projects."""

import re

import pytest

from tests.public import document, publish, store, text_of, vocabulary


def keys(answer, prefix: str) -> list[str]:
    return sorted(re.findall(rf'rowheader"><a href="/{prefix}/([^/]+)/"', answer.content.decode()))


def side(*countries: str) -> list[dict]:
    return [{"ref": country.lower(), "country": country} for country in countries]


@pytest.fixture
def record(db):
    vocabulary()
    signed = [{"ref": "signed", "type": "signed", "date": "2020-09-09"}]
    publish(
        document(
            "agreement",
            "acsa",
            "ACSA",
            type="treaty",
            topics=["logistics"],
            lists={"parties": side("IN", "JP"), "milestones": signed},
        ),
        document("agreement", "white-paper", type="national_policy", lists={"parties": side("JP")}),
        document(
            "dialogue", "two-plus-two", level="two_plus_two", lists={"members": side("IN", "JP")}
        ),
        document("dialogue", "space-talks", lists={"members": side("IN")}),
        document("meeting", "first-two-plus-two", dialogue="two-plus-two", date="2019"),
        document("meeting", "lone-meeting", date="2007", lists={"participants": side("AU")}),
        document(
            "project",
            "unicorn",
            type="co_development",
            lists={
                "parties": side("IN", "JP"),
                "stages": [
                    {"ref": "st1", "stage": "agreed", "date": "2024-11"},
                    {"ref": "st2", "stage": "proposed", "date": "2022"},
                ],
            },
        ),
    )
    store(
        document("agreement", "draft-treaty", type="treaty"), document("meeting", "draft-meeting")
    )


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/agreements/", ["acsa", "white-paper"]),
        ("/agreements/?country=IN", ["acsa"]),
        ("/agreements/?type=national_policy", ["white-paper"]),
        ("/agreements/?topic=logistics", ["acsa"]),
        ("/agreements/?year=2020", ["acsa"]),
        ("/agreements/?evidence=agreed", []),
        ("/dialogues/", ["space-talks", "two-plus-two"]),
        ("/dialogues/?level=two_plus_two", ["two-plus-two"]),
        ("/dialogues/?country=JP", ["two-plus-two"]),
        ("/dialogues/?year=2019", ["two-plus-two"]),
        ("/dialogues/?year=2007", []),
        ("/meetings/", ["first-two-plus-two", "lone-meeting"]),
        ("/meetings/?dialogue=two-plus-two", ["first-two-plus-two"]),
        ("/meetings/?dialogue=none", ["lone-meeting"]),
        ("/meetings/?dialogue=none&dialogue=two-plus-two", ["first-two-plus-two", "lone-meeting"]),
        ("/meetings/?year=2007", ["lone-meeting"]),
        ("/projects/", ["unicorn"]),
        ("/projects/?stage=proposed", ["unicorn"]),
        ("/projects/?stage=delivered", []),
        ("/projects/?type=co_development&country=JP", ["unicorn"]),
    ],
)
def test_list_shows_what_its_filters_let_pass(client, record, address, found):
    answer = client.get(address)

    assert answer.status_code == 200
    assert keys(answer, address.split("/")[1]) == found


def test_dialogues_show_their_meetings_and_say_how_many_have_no_dialogue(client, record):
    text = text_of(client.get("/dialogues/"))

    assert '<a href="/meetings/?dialogue=two-plus-two">1: 2019</a>' in text
    assert "All 2 recorded meetings" in text
    assert "1 of them belongs to no dialogue" in text


def test_project_shows_the_stage_that_came_last(client, record):
    row = text_of(client.get("/projects/")).partition("<tbody")[2]

    assert "agreed" in row
    assert "proposed" not in row


def test_agreement_stands_at_the_day_of_its_signature(client, record):
    assert "9 Sep 2020" in text_of(client.get("/agreements/"))


@pytest.mark.parametrize("address", ["/agreements/", "/dialogues/", "/meetings/", "/projects/"])
@pytest.mark.parametrize("rows", [10, 500])
def test_list_asks_the_database_no_more_than_fifteen_times(
    client, record, django_assert_max_num_queries, address, rows
):
    kind = {"agreements": "agreement", "dialogues": "dialogue", "meetings": "meeting"}
    kind = kind.get(address.strip("/"), "project")
    extra = {
        "agreement": {"type": "treaty", "topics": ["logistics"]},
        "meeting": {"dialogue": "two-plus-two", "date": "2019", "topics": ["logistics"]},
    }
    publish(*(document(kind, f"e-{n}", **extra.get(kind, {})) for n in range(rows)))

    with django_assert_max_num_queries(15):
        answer = client.get(address + "?country=IN&q=e&since=1900")
        assert answer.status_code == 200
    with django_assert_max_num_queries(15):
        assert len(keys(client.get(address), address.strip("/"))) >= 10
