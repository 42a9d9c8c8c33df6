"""The pages of exercises and series: deployments, phases, the strip of editions."""

import pytest

from tests.sources.page_cases import cite, document, hide, source, store, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_vocabulary")]

WALIA = source("walia-2025", authors=["Walia, Simran"])
TITLE = cite("c1", "walia-2025", title=None)


def edition(year: int, number: int | None = None, **fields) -> dict:
    key = f"jimex-{year}"
    given = {"series": "jimex", "edition": number, "date": str(year), **fields}
    return document("exercise", key, [TITLE], **given)


def series_with(*editions: dict) -> None:
    store(WALIA, document("series", "jimex", [TITLE], title="JIMEX"), *editions)


def test_strip_marks_the_edition_that_is_shown(client):
    series_with(edition(2012, 1), edition(2013, 2))

    content = client.get("/exercises/jimex-2013/").content.decode()

    assert 'aria-label="Jimex 2013 (2013)" aria-current="page">2</a>' in content
    assert 'href="/exercises/jimex-2012/"' in content


def test_strip_says_none_known_only_between_consecutive_numbers(client):
    series_with(edition(2012, 1), edition(2014, 2), edition(2018, 4))

    text = words(client.get("/series/jimex/"))

    assert "1 2012 none known 2013 2 2014 no record 2015 – 2017 4 2018" in text


def test_strip_has_a_dash_where_no_number_is_cited(client):
    series_with(edition(2012), edition(2013, 2))

    content = client.get("/series/jimex/").content.decode()

    assert 'aria-label="Jimex 2012 (2012, no number cited)">–</a>' in content


def test_series_names_the_numbers_without_a_record(client):
    series_with(edition(2012, 3), edition(2013, 5))

    text = words(client.get("/series/jimex/"))

    assert "Editions 1–2 and 4 have no record here." in text


def test_series_does_not_call_an_unnumbered_edition_missing(client):
    series_with(edition(2012), edition(2013, 2))

    text = words(client.get("/series/jimex/"))

    assert "No record here bears the number 1." in text
    assert "has no record" not in text


def test_series_lists_its_editions_in_order_of_time(client):
    series_with(edition(2018, 3), edition(2012, 1), edition(2013, 2, outcome="cancelled"))

    text = words(client.get("/series/jimex/"))

    assert text.index("Jimex 2012") < text.index("Jimex 2013") < text.index("Jimex 2018")
    assert "Jimex 2013 (cancelled)" in text


def test_series_without_editions_says_so(client):
    series_with()

    assert "No edition of it is recorded here." in words(client.get("/series/jimex/"))


def test_draft_edition_is_in_no_strip(client):
    series_with(edition(2012, 1), edition(2013, 2))
    hide("jimex-2013")

    assert b"jimex-2013" not in client.get("/series/jimex/").content
    assert b"jimex-2013" not in client.get("/exercises/jimex-2012/").content


def test_exercise_of_a_hidden_series_does_not_name_it(client):
    series_with(edition(2012, 1))
    hide("jimex")

    response = client.get("/exercises/jimex-2012/")

    assert response.status_code == 200
    assert b"/series/jimex/" not in response.content


def test_strip_queries_do_not_grow_with_the_series(client, django_assert_max_num_queries):
    series_with(*(edition(year) for year in range(1900, 2000)))

    with django_assert_max_num_queries(12):
        client.get("/series/jimex/")
    with django_assert_max_num_queries(12):
        client.get("/exercises/jimex-1950/")


def test_deployments_are_grouped_by_country_and_kind(client):
    from vocabulary.models import Platform, Unit

    Unit.objects.filter(pk="js-onami").update(kind="ship")
    Platform.objects.filter(pk="us-2").update(kind="aircraft")
    lists = {
        "phases": [{"ref": "p1", "title": "Sea phase"}],
        "deployments": [
            {"ref": "d1", "country": "JP", "unit": "js-onami", "phases": ["p1"]},
            {"ref": "d2", "country": "JP", "platform": "us-2", "count": 2},
            {"ref": "d3", "platform": "p-8"},
        ],
    }
    cites = [cite("c1", "walia-2025", deployments__d1=True)]
    store(WALIA, document("exercise", "malabar-2020", cites, lists))

    text = words(client.get("/exercises/malabar-2020/"))

    assert "Country Ships Aircraft Others Evidence" in text
    assert "Japan JS Onami (Sea phase) [1] 2 × US-2 none named" in text
    assert "country not stated none named none named P-8" in text
    assert "1 single source 1 uncited" in text


def test_incomplete_list_of_participants_says_so(client):
    lists = {"participants": [{"ref": "jp", "country": "JP"}]}
    store(WALIA, document("exercise", "malabar-2020", [TITLE], lists))

    assert "others may have taken part" in words(client.get("/exercises/malabar-2020/"))
