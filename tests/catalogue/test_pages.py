"""Home, About, Search, health and the theme."""

import re

import pytest
from django.db import DatabaseError, connection

from tests.public import document, exercise, publish, source, store, text_of, vocabulary


@pytest.fixture
def record(db):
    vocabulary()
    publish(
        source("walia-2025", issued="2025"),
        exercise("jimex-2022", title="JIMEX 2022", countries=["IN", "JP"], date="2022-09"),
        exercise("old", date="1950"),
        exercise("undated"),
        exercise("contested", date="2021", claims={"date": "2018", "title": "contested"}),
        document("agreement", "acsa", "Acquisition Agreement", type="treaty"),
    )
    store(exercise("secret-draft", title="JIMEX secret", date="2022"))


def test_home_counts_published_records_a_year(client, record):
    text = text_of(client.get("/"))

    assert '<a href="/exercises/"><strong>4</strong> exercises</a>' in text
    assert 'aria-label="Exercises: number a year. 1950: 1, 2021: 1, 2022: 1"' in text
    assert "1 record before 1983 is not drawn" in text
    assert "2 records have no date" in text
    assert "secret" not in text


def test_home_lists_disputed_and_new_records(client, record):
    text = text_of(client.get("/"))

    disputed, new = re.split("Newly published", text.partition("Where sources disagree")[2])
    assert "contested" in disputed
    assert "JIMEX 2022" not in disputed
    assert "JIMEX 2022" in new
    assert '<a href="/exercises/?evidence=disputed">1 exercise</a>' in text


@pytest.mark.parametrize("address", ["/", "/about/", "/search/", "/countries/", "/exercises/"])
def test_page_of_an_empty_record_stands(client, db, address):
    answer = client.get(address)

    assert answer.status_code == 200


def test_search_finds_published_records_of_any_kind_closest_first(client, record):
    text = text_of(client.get("/search/?q=jimex"))

    assert "1 record</h2>" in text
    assert '<a href="/exercises/jimex-2022/">JIMEX 2022</a>' in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("india", "/countries/IN/"),
        ("indian navy", "/exercises/?force=in-navy"),
        ("acqui", "/agreements/acsa/"),
        ("acsa", "/agreements/acsa/"),
        ("2022 jimex", "/exercises/jimex-2022/"),
        ("walia", "/sources/walia-2025/"),
    ],
)
def test_search_leads_to_what_is_called_so(client, record, words, link):
    assert f'href="{link}"' in text_of(client.get("/search/", {"q": words}))


def test_search_narrows_to_one_kind(client, record):
    text = text_of(client.get("/search/?q=a&kind=agreement"))

    assert 'href="/agreements/acsa/"' in text
    assert 'href="/sources/walia-2025/"' not in text


@pytest.mark.parametrize("words", ["\x00", "x" * 100_000, "\x1b[31m"])
def test_search_refuses_what_nobody_types(client, record, words):
    answer = client.get("/search/", {"q": words})

    assert answer.status_code == 200
    assert "This could not be searched for" in text_of(answer)
    assert len(answer.content) < 20_000


@pytest.mark.parametrize("page", ["-1", "99", "abc", "9" * 5000])
def test_search_gives_a_page_for_an_odd_page_number(client, record, page):
    assert client.get("/search/", {"q": "a", "page": page}).status_code == 200


@pytest.mark.parametrize("rows", [10, 1000])
def test_pages_ask_the_database_a_fixed_number_of_times(
    client, record, django_assert_max_num_queries, rows
):
    publish(*(exercise(f"e-{n}", countries=["IN", "JP"], date=f"{1900 + n}") for n in range(rows)))

    for address, most in {
        "/": 6,
        "/search/?q=e": 5,
        "/countries/": 3,
        "/countries/IN/": 12,
    }.items():
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_about_explains_both_scales_and_has_the_anchors(client, db):
    text = text_of(client.get("/about/"))

    for anchor in ("verdicts", "grades", "dates", "independence", "cite", "missing"):
        assert f'id="{anchor}"' in text
    for words in ("A: completely reliable", "F: reliability", "1: confirmed", "6: truth"):
        assert words in text


def test_health_answers_while_the_database_does(client, db):
    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


def test_health_is_bad_when_the_database_is(client, db, monkeypatch):
    def broken():
        raise DatabaseError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", broken)
        answer = client.get("/health/")

    assert answer.status_code == 503
    assert b"gone" not in answer.content


def test_theme_is_kept_and_the_reader_sent_back(client, db):
    answer = client.get("/theme/", {"theme": "dark", "next": "/exercises/?country=IN"})

    assert (answer.status_code, answer.url) == (302, "/exercises/?country=IN")
    page = text_of(client.get("/about/"))
    assert '<html lang="en" data-bs-theme="dark">' in page
    assert 'value="dark" aria-pressed="true"' in page


def test_theme_of_the_device_forgets_the_choice(client, db):
    client.get("/theme/", {"theme": "dark"})

    client.get("/theme/", {"theme": ""})

    assert '<html lang="en">' in text_of(client.get("/about/"))


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "x"],
)
def test_theme_sends_nobody_to_another_site(client, db, elsewhere):
    assert client.get("/theme/", {"theme": "dark", "next": elsewhere}).url == "/"


@pytest.mark.parametrize(
    "address",
    [
        "/", "/exercises/", "/exercises/jimex-2022/", "/agreements/", "/dialogues/", "/projects/",
        "/countries/", "/countries/IN/", "/sources/", "/sources/walia-2025/", "/search/?q=a",
        "/about/", "/data/", "/health/", "/robots.txt", "/sitemap.xml", "/nowhere/",
    ],
)  # fmt: skip
def test_reader_who_chose_nothing_gets_no_cookie(client, record, address):
    answer = client.get(address)

    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    if answer.headers["Content-Type"].startswith("text/html"):
        assert "Cookie" in answer.headers["Vary"]


def test_theme_cookie_of_a_strangers_making_stays_out_of_the_page(client, db):
    client.cookies["theme"] = '"><script>'

    assert "<script" not in text_of(client.get("/about/"))


@pytest.mark.parametrize("address", ["/", "/exercises/", "/about/", "/search/", "/countries/"])
def test_page_has_what_a_page_needs(client, record, address):
    text = text_of(client.get(address))

    assert len(re.findall("<h1", text)) == 1
    assert re.search(r"<title>[^<]+ – Defence Ties</title>", text)
    assert re.search(r'<meta name="description" content="[^"]{20,}"', text)
    assert f'<link rel="canonical" href="http://testserver{address}">' in text
    assert '<a class="skip" href="#main">' in text
    assert "<script" not in text
    assert "style=" not in text
    assert "data:" not in text
