"""The public list of sources."""

import re

import pytest

from tests.public import SOURCE, exercise, publish, source, store, text_of, vocabulary


def keys(answer) -> list[str]:
    return sorted(re.findall(r'rowheader"><a href="/sources/([^/]+)/"', answer.content.decode()))


@pytest.fixture
def record(db):
    vocabulary()
    publish(
        source(SOURCE, consulted=True, language="en", reliability="B", issued="2025"),
        source(
            "rej-2020", type="article-newspaper", authors=["Rej, Abhijnan"], issued="2020-09-12"
        ),
        source("gijiroku", title="議事録", language="ja", type="document"),
        exercise("one"),
        exercise("two"),
    )
    store(source("draft-source"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["gijiroku", "rej-2020", SOURCE]),
        ("?type=report", [SOURCE]),
        ("?consulted=yes", [SOURCE]),
        ("?consulted=no", ["gijiroku", "rej-2020"]),
        ("?consulted=yes&consulted=no", ["gijiroku", "rej-2020", SOURCE]),
        ("?year=2020", ["rej-2020"]),
        ("?language=ja", ["gijiroku"]),
        ("?language=xx", []),
        ("?reliability=B", [SOURCE]),
        ("?q=議事", ["gijiroku"]),
    ],
)
def test_list_shows_what_its_filters_let_pass(client, record, query, found):
    answer = client.get("/sources/" + query)

    assert answer.status_code == 200
    assert keys(answer) == sorted(found)


def test_list_counts_sources_by_whether_we_read_them(client, record):
    text = text_of(client.get("/sources/"))

    assert 'value="yes"><span>yes</span><span class="n">1</span>' in text
    assert 'value="no"><span>no</span><span class="n">2</span>' in text


def test_list_counts_the_published_records_that_cite_a_source(client, record):
    store(exercise("draft"))

    text = text_of(client.get("/sources/?consulted=yes"))

    assert '2<span class="narrow"> records cite it</span>' in text


def test_title_in_another_language_says_which(client, record):
    assert '<a href="/sources/gijiroku/" lang="ja">議事録</a>' in text_of(client.get("/sources/"))


@pytest.mark.parametrize("rows", [10, 1000])
def test_list_asks_the_database_no_more_than_fifteen_times(
    client, record, django_assert_max_num_queries, rows
):
    publish(*(source(f"s-{n}", issued="2020", language="en") for n in range(rows)))

    with django_assert_max_num_queries(15):
        assert client.get("/sources/?q=s&since=1900&type=report").status_code == 200
