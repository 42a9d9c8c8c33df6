"""Whatever an address asks, every public list answers with a page."""

import pytest

from tests.public import exercise, publish, vocabulary

LISTS = (
    "/exercises/", "/series/", "/agreements/", "/dialogues/", "/meetings/", "/projects/",
    "/sources/", "/countries/", "/countries/IN/", "/search/", "/",
)  # fmt: skip
QUERIES = (
    "page=-1",
    "page=99999999999999999999",
    "year=abc",
    "year=2020-13",
    "country=ZZ",
    "country=%00",
    "q=%00",
    "q=%ff%fe",
    "q=100%25_%5C'\"",
    "q=" + "x" * 100_000,
    "year=" + "9" * 100_000,
    "country=" + "x" * 100_000,
    "sort=" + "x" * 100_000,
    "sort=-nothing",
    "since=%00&until=%0a",
    "dates=x&type=x&level=x&stage=x&consulted=x&language=%20&reliability=Z&dialogue=x",
    "evidence=disputed&evidence=single&evidence=&country=",
    "unknown=1&country%5B%5D=IN",
)


@pytest.fixture
def record(db):
    vocabulary()
    publish(exercise("jimex-2022", countries=["IN", "JP"], date="2022-09"))


@pytest.mark.parametrize("address", LISTS)
def test_list_answers_bad_input_with_a_page(client, record, address):
    for query in QUERIES:
        answer = client.get(f"{address}?{query}")

        assert answer.status_code == 200, query[:60]
        assert len(answer.content) < 60_000, query[:60]
        assert b"<h1" in answer.content


def test_list_answers_thousands_of_fields_with_a_page(client, record):
    answer = client.get("/exercises/?" + "&".join(f"f{n}=1" for n in range(30_000)))

    assert answer.status_code == 400
    assert b"<h1" in answer.content
