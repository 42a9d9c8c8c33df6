"""The public list of countries, and the page of one."""

import pytest

from tests.public import document, exercise, publish, store, text_of, vocabulary


@pytest.fixture
def record(db):
    vocabulary()
    publish(
        exercise("jimex-2022", countries=["IN", "JP"], date="2022-09"),
        exercise("malabar-2020", countries=["IN", "JP", "AU"], date="2020-11"),
        document(
            "agreement", "acsa", type="treaty", lists={"parties": [{"ref": "in", "country": "IN"}]}
        ),
    )
    store(exercise("secret-draft", countries=["IN", "FR"], date="2023"))


def test_list_counts_what_countries_take_part_in(client, record):
    text = text_of(client.get("/countries/"))

    assert "<strong>3</strong> countries" in text
    assert '<a href="/exercises/?country=IN">2<span class="narrow"> exercises</span></a>' in text
    assert "France" not in text


def test_list_shows_the_others_on_request(client, record):
    text = text_of(client.get("/countries/?all=1"))

    assert '<a href="/countries/FR/">France</a>' in text


@pytest.mark.parametrize(
    "query", ["?sort=name", "?sort=%00", "?all=x", "?page=-1", "?sort=" + "x" * 100_000]
)
def test_list_stands_whatever_it_is_asked(client, record, query):
    assert client.get("/countries/" + query).status_code == 200


def test_country_shows_its_records_partners_and_forces(client, record):
    text = text_of(client.get("/countries/IN/"))

    assert "<strong>3</strong> published records involve India" in text
    assert text.index("/exercises/jimex-2022/") < text.index("/exercises/malabar-2020/")
    assert '<a href="/exercises/?country=IN&amp;country=JP">2 exercises' in text
    assert '<a href="/exercises/?force=in-navy">Indian Navy</a>' in text
    assert "secret" not in text
    assert "France" not in text


def test_country_with_many_records_shows_the_latest_and_says_so(client, record):
    publish(*(exercise(f"e-{n}", countries=["JP"], date=f"{1900 + n}") for n in range(30)))

    text = text_of(client.get("/countries/JP/"))

    assert "The latest 20 of 32." in text
    assert 'href="/exercises/?country=JP"' in text


def test_country_without_records_says_what_that_means(client, record):
    text = text_of(client.get("/countries/FR/"))

    assert "not that nothing took place" in text


@pytest.mark.parametrize("key", ["ZZ", "in%00", "1", "x" * 5000, "-"])
def test_country_that_is_none_is_not_found(client, record, key):
    assert client.get(f"/countries/{key}/").status_code == 404
