"""A source's page: what it says against what records accept, what it cites, who relies on it."""

import pytest

from tests.sources.page_cases import cite, document, hide, source, store, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_vocabulary")]

WALIA = source("walia-2025", authors=["Walia, Simran"], consulted=True, consulted_on="2025-03-01")
NDTV = source("ndtv-2020", container="NDTV", language="hi")


def exercise(*citations, key="malabar-2020", **fields) -> dict:
    return document("exercise", key, citations, **fields)


def page(client, key="walia-2025", query=""):
    return client.get(f"/sources/{key}/{query}")


def test_difference_comes_before_what_is_supported(client):
    cites = [
        cite("c1", "walia-2025", date="2021", outcome=None),
        cite("c2", "ndtv-2020", date=None),
    ]
    store(WALIA, NDTV, exercise(*cites, date="2020", outcome="held"))

    text = words(page(client))

    assert "Where it differs from the record" in text
    assert "Date contradicts 2021" in text
    assert text.index("contradicts") < text.index("Outcome held")
    assert "1 point supported" in text


def test_source_that_agrees_has_no_list_of_differences(client):
    store(WALIA, exercise(cite("c1", "walia-2025", date=None), date="2020"))

    assert "Where it differs" not in words(page(client))


def test_quoted_source_is_credited_through_the_other(client):
    cites = [cite("c1", "walia-2025", "ndtv-2020", date=None)]
    store(WALIA, NDTV, exercise(*cites, date="2020"))

    assert "(as cited in Walia)" in words(page(client, "ndtv-2020"))


def test_page_says_in_words_whether_it_was_read(client):
    store(WALIA, NDTV)

    assert "Read by us, 1 March 2025" in words(page(client))
    assert "Not read by us" in words(page(client, "ndtv-2020"))
    assert "Language Hindi" in words(page(client, "ndtv-2020"))


def test_notes_are_in_the_order_of_their_numbers(client):
    notes = [
        {"ref": "n10", "number": 10, "text": "The tenth."},
        {"ref": "n2", "number": 2, "cites": "ndtv-2020"},
    ]
    store(NDTV, source("long-2025", **{"lists": {"notes": notes}}))

    text = words(page(client, "long-2025"))

    assert text.index("Ndtv 2020") < text.index("The tenth.")
    assert "Cites it in note 2" in words(page(client, "ndtv-2020"))


def test_note_that_cites_a_draft_is_left_out(client):
    notes = [{"ref": "n1", "number": 1, "cites": "ndtv-2020", "text": "NDTV says so."}]
    store(NDTV, source("long-2025", **{"lists": {"notes": notes}}))
    hide("ndtv-2020")

    assert "ndtv" not in page(client, "long-2025").content.decode().lower()


def test_reprint_is_named_at_its_origin(client):
    store(NDTV, source("copy-2020", derives_from="ndtv-2020"))

    assert "Copy 2020 , no date. Derives from it" in words(page(client, "ndtv-2020"))


def test_draft_that_cites_the_source_is_not_shown(client):
    store(WALIA)
    store(exercise(cite("c1", "walia-2025", date=None), key="secret-1", date="2020"), public=False)

    assert "secret" not in page(client).content.decode().lower()
    assert "No published record cites it." in words(page(client))


@pytest.mark.parametrize("number", ["0", "-1", "abc", "999", "", "1%00"])
def test_odd_page_number_shows_a_page(client, number):
    store(WALIA, exercise(cite("c1", "walia-2025", date=None), date="2020"))

    assert page(client, query=f"?page={number}").status_code == 200


def test_records_stand_on_pages_disputed_ones_first(client):
    plain = [
        exercise(cite("c1", "walia-2025", date=None), key=f"a-{n}", date="2020") for n in range(30)
    ]
    cites = [cite("c1", "walia-2025", date="2021"), cite("c2", "ndtv-2020", date=None)]
    store(WALIA, NDTV, *plain, exercise(*cites, key="z-1", date="2020"))

    first, second = words(page(client)), words(page(client, query="?page=2"))

    assert "Z 1" in first
    assert "31 records cite it. These are 1 to 25" in first
    assert "Page 2 of 2" in second
    assert "Where it differs" not in second


def test_queries_of_a_source_stay_as_few_with_many_records(client, django_assert_max_num_queries):
    many = [
        exercise(cite("c1", "walia-2025", date=None), key=f"a-{n}", date="2020") for n in range(60)
    ]
    store(WALIA, *many)

    with django_assert_max_num_queries(16):
        page(client)


def test_source_that_says_the_same_twice_is_listed_once_with_both_places(client):
    cites = [
        cite("c1", "walia-2025", locator="p. 1", date=None),
        cite("c2", "walia-2025", locator="p. 9", date=None),
    ]
    store(WALIA, exercise(*cites, date="2020"))

    text = words(page(client))

    assert "1 point supported" in text
    assert "p. 1; p. 9" in text
