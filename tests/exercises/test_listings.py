"""The public list of exercises: what it shows, how it narrows, what it says of bad input."""

import re

import pytest

from records.listings import PER_PAGE
from tests.public import SOURCE, document, exercise, publish, store, text_of, vocabulary

ADDRESS = "/exercises/"


@pytest.fixture
def record(db):
    vocabulary()
    publish(
        document("series", "jimex", "JIMEX"),
        exercise(
            "jimex-2022",
            countries=["IN", "JP"],
            force="in-fleet",
            series="jimex",
            edition=6,
            date="2022-09-11/2022-09-17",
            places=["off-chennai"],
            domains=["maritime"],
            outcome="held",
        ),
        exercise("dharma-2019", countries=["IN", "JP"], date="2019", domains=["land"]),
        exercise("malabar-2020", countries=["IN", "AU"], date="2020-11", domains=["maritime"]),
        exercise("undated", countries=["IN"]),
    )


def titles(answer) -> list[str]:
    return re.findall(r'rowheader"><a href="/exercises/([^/]+)/"', answer.content.decode())


def narrowed(client, query: str) -> list[str]:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return sorted(titles(answer))


def test_list_shows_published_exercises_newest_first(client, record):
    store(exercise("secret-draft", date="2023"))

    answer = client.get(ADDRESS)

    assert titles(answer) == ["jimex-2022", "malabar-2020", "dharma-2019", "undated"]
    assert "<strong>4 exercises</strong>" in text_of(answer)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?country=JP", ["dharma-2019", "jimex-2022"]),
        ("?country=JP&country=IN", ["dharma-2019", "jimex-2022"]),
        ("?country=JP&country=AU", []),
        ("?country=FR", []),
        ("?domain=land&domain=maritime", ["dharma-2019", "jimex-2022", "malabar-2020"]),
        ("?series=jimex", ["jimex-2022"]),
        ("?place=indian-ocean", ["jimex-2022"]),
        ("?place=off-chennai", ["jimex-2022"]),
        ("?force=in-navy", ["jimex-2022"]),
        ("?outcome=held", ["jimex-2022"]),
        ("?outcome=cancelled", []),
        ("?q=JIMEX", ["jimex-2022"]),
        ("?q=2020+malabar", ["malabar-2020"]),
        ("?q=nowhere", []),
        ("?year=2020", ["malabar-2020"]),
        ("?since=July+2019&until=2020", ["dharma-2019", "malabar-2020"]),
        ("?since=July+2019&until=2020&dates=certain", ["malabar-2020"]),
        ("?since=July+2019&until=2020&dates=undated", ["dharma-2019", "malabar-2020", "undated"]),
        ("?evidence=single", ["dharma-2019", "jimex-2022", "malabar-2020", "undated"]),
        ("?evidence=disputed", []),
        ("?country=JP&domain=land", ["dharma-2019"]),
    ],
)
def test_filter_narrows_the_list(client, record, query, found):
    assert narrowed(client, query) == found


def test_period_says_what_is_certain_possible_and_undated(client, record):
    answer = client.get(ADDRESS + "?since=July+2019&until=2020")

    text = text_of(answer)
    assert "<strong>2</strong> of 4 exercises: 1 certainly in the period, 1 possibly" in text
    assert "Certainly in the period</strong> · 1" in text
    assert "Possibly in the period</strong> · 1" in text
    assert "1 without a date is left out" in text


def test_facet_counts_follow_the_other_filters_and_grey_what_is_empty(client, record):
    text = text_of(client.get(ADDRESS + "?domain=land"))

    assert 'value="IN"><span>India</span><span class="n">1</span>' in text
    assert 'class="opt none"><input type="checkbox" name="country" value="AU">' in text
    # Another domain would be one more choice, so it keeps its own count.
    assert 'value="maritime"><span>Maritime</span><span class="n">2</span>' in text
    assert 'value="land" checked>' in text


def test_broader_place_counts_a_record_once(client, record):
    publish(exercise("two-places", places=["bay-of-bengal", "off-chennai"]))

    text = text_of(client.get(ADDRESS))

    assert 'value="indian-ocean"><span>Indian Ocean</span><span class="n">2</span>' in text


def test_chip_takes_one_filter_away_and_keeps_the_others(client, record):
    text = text_of(client.get(ADDRESS + "?country=IN&country=JP&since=2019&until=2022"))

    assert 'href="/exercises/?since=2019&amp;until=2022&amp;country=JP"' in text
    assert 'href="/exercises/?country=IN&amp;country=JP"' in text
    assert "<i>Period</i> 2019 – 2022" in text


def test_empty_list_names_the_nearest_lists_that_have_some(client, record):
    text = text_of(client.get(ADDRESS + "?country=AU&domain=land"))

    assert "Nothing matches these 2 filters together" in text
    assert '<a href="/exercises/?country=AU">Country Australia</a>: 1 exercise' in text
    assert '<a href="/exercises/?domain=land">Domain Land</a>: 1 exercise' in text
    assert "not that nothing took place" in text


def test_heading_orders_and_says_how(client, record):
    answer = client.get(ADDRESS + "?sort=date&domain=maritime")

    assert titles(answer) == ["malabar-2020", "jimex-2022"]
    assert 'aria-sort="ascending"' in text_of(answer)
    assert '<a href="/exercises/?domain=maritime">Dates' in text_of(answer)


def test_disputed_record_names_the_fields(client, record):
    publish(exercise("contested", date="2021", claims={"date": "2018", "title": "contested"}))

    text = text_of(client.get(ADDRESS + "?evidence=disputed"))

    assert '<use href="#g-disputed"/></svg><span>date</span>' in text


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("?since=abc", "From: “abc” cannot be read as a date"),
        ("?year=abc", "To: “abc” cannot be read as a date"),
        ("?since=03/04/2021", "could be 3 April or 4 March 2021"),
        ("?since=2022&until=2020", "The period ends before it begins"),
        ("?country=ZZ", "Country: “ZZ” is not among the choices"),
        ("?country=%00", "is not among the choices"),
        ("?series=nothing-of-that-name", "Series: “nothing-of-that-name” is not among"),
        ("?outcome=lost", "Outcome: “lost” is not among the choices"),
        ("?evidence=bribed", "Evidence: “bribed” is not among the choices"),
        ("?q=%00", "Words: Null characters are not allowed"),
        ("?q=" + "x" * 100_000, "Words: Ensure this value has at most 200 characters"),
        ("?dates=sometimes", "Dates: Select a valid choice"),
    ],
)
def test_filter_that_cannot_be_read_is_named_and_left_out(client, record, query, fault):
    answer = client.get(ADDRESS + query)

    text = text_of(answer)
    assert answer.status_code == 200
    assert "not applied</h2>" in text
    assert fault in text
    assert len(text) < 60_000


def test_good_filters_hold_beside_a_bad_one(client, record):
    assert narrowed(client, "?domain=land&since=abc") == ["dharma-2019"]


def test_draft_series_keeps_its_name_from_those_who_guess_its_key(client, record):
    store(document("series", "hidden", "Top Secret"))

    text = text_of(client.get(ADDRESS + "?series=hidden"))

    assert "Top Secret" not in text
    assert "“hidden” is not among the choices" in text


@pytest.mark.parametrize("page", ["-1", "0", "abc", "%00", "9" * 5000, "1e3", "７"])
def test_odd_page_number_gives_a_page(client, record, page):
    assert client.get(f"{ADDRESS}?page={page}").status_code == 200


def test_many_values_of_one_filter_are_refused_in_words(client, record):
    query = "&".join(f"country={a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGH")

    text = text_of(client.get(f"{ADDRESS}?{query}"))

    assert "Choose at most 30" in text


def test_pages_hold_fifty_and_the_last_one_the_rest(client, record):
    publish(*(exercise(f"e-{n}", date=f"{1900 + n}") for n in range(PER_PAGE)))

    first, last = client.get(ADDRESS), client.get(ADDRESS + "?page=99")

    assert len(titles(first)) == PER_PAGE
    assert len(titles(last)) == 4
    assert 'rel="next" href="/exercises/?page=2"' in text_of(first)
    assert "page 2 of 2" in text_of(last)
    assert 'rel="canonical" href="http://testserver/exercises/?page=2"' in text_of(last)


@pytest.mark.parametrize(
    "query",
    ["", "?country=IN&country=JP&domain=maritime&place=indian-ocean&since=1990&until=2020&q=e"],
)
@pytest.mark.parametrize("rows", [10, 1000])
def test_list_asks_the_database_no_more_than_fifteen_times(
    client, record, django_assert_max_num_queries, rows, query
):
    publish(
        *(
            exercise(
                f"e-{n}",
                countries=["IN", "JP"],
                date=f"{2000 + n % 20}",
                domains=["maritime"],
                places=["off-chennai"],
                series="jimex",
            )
            for n in range(rows)
        )
    )

    with django_assert_max_num_queries(15):
        answer = client.get(ADDRESS + query)

    assert answer.status_code == 200
    assert titles(answer)


def test_source_key_of_the_tests_is_listed(client, record):
    assert f"/sources/{SOURCE}/" in text_of(client.get("/sources/"))
