"""What readers find by words: all that a record says, and nothing that is not public."""

import pytest
from django.core.management import call_command

from records.models import Record, SearchText, Status
from tests.public import document, exercise, publish, source, store, text_of, vocabulary
from vocabulary.models import Country, CountryAlias, Force, ForceAlias, Unit

HINDI = "भारतीय नौसेना"


@pytest.fixture
def record(db):
    vocabulary()
    CountryAlias.objects.create(name="Nippon", entry_id="JP")
    Force.objects.create(
        key="jp-msdf",
        name="Japan Maritime Self-Defense Force",
        short_name="JMSDF",
        country_id="JP",
    )
    ForceAlias.objects.create(name="海上自衛隊", language="ja", entry_id="jp-msdf")
    ForceAlias.objects.create(name=HINDI, language="hi", entry_id="in-navy")
    Unit.objects.create(key="ins-shivalik", name="INS Shivalik", country_id="IN")
    jimex = exercise(
        "jimex-24",
        title="JIMEX-24",
        series="jimex",
        countries=["JP", "IN"],
        force="jp-msdf",
        places=["off-chennai"],
        summary="The two navies practised replenishment at sea.",
        objectives="Better interoperability",
    )
    jimex["lists"]["participants"][1]["force"] = "in-navy"
    jimex["lists"]["deployments"] = [{"ref": "in-s", "country": "IN", "unit": "ins-shivalik"}]
    jimex["lists"]["statements"] = [{"ref": "s1", "text": "A typhoon shortened it."}]
    jimex["lists"]["people"] = [{"ref": "p1", "name": "Gajendra Singh"}]
    jimex["lists"]["aliases"] = [{"ref": "a1", "name": "日印共同訓練", "language": "ja"}]
    jimex["citations"][0].update(locator="p. 4711", quotation="unquotable")
    publish(
        source(authors=["Walia, Shelly"], container="The Diplomat", publisher="Trans-Asia Inc."),
        document("series", "jimex", "Japan India Maritime Exercise"),
        jimex,
        exercise("dharma-2019", title="Dharma Guardian", countries=["FR"], summary="Not JIMEX."),
    )


def found(client, words: str, address: str = "/search/") -> set[str]:
    """Return the keys of the exercises that a search lists."""
    text = text_of(client.get(address, {"q": words}))
    return {
        key
        for key in ("jimex-24", "dharma-2019")
        if f'"rowheader"><a href="/exercises/{key}/"' in text
    }


@pytest.mark.parametrize("address", ["/search/", "/exercises/"])
@pytest.mark.parametrize(
    "words",
    [
        '"JIMEX-24"', "“JIMEX-24”", "「JIMEX-24」", "JIMEX-24,", "(jimex-24)", "ＪＩＭＥＸ－２４",
        "jimex24", "JIMEX 24", "jimex_24", "24 JIMEX", "INS Shivalik", "ins-shivalik", "shival",
        "india japan", "Japan’s India", "Nippon", "JMSDF", "海上自衛隊", "自衛隊", HINDI,
        '"Indian Navy"', "Chennai", "replenishment", "interoperability", "typhoon",
        "Gajendra Singh", "日印共同訓練", "訓練", "maritime exercise typhoon",
    ],
)  # fmt: skip
def test_search_finds_what_a_record_says_and_refers_to(client, record, words, address):
    assert found(client, words, address) == {"jimex-24"}


@pytest.mark.parametrize(
    "words", ["4711", "unquotable", "imex", '"Navy Indian"', "typhoon france", "japan secret"]
)
def test_search_passes_over_locators_quotations_and_words_that_are_not_there(client, record, words):
    assert found(client, words) == set()


@pytest.mark.parametrize("words", ["shelly", "diplomat", "trans-asia", "trans asia inc."])
def test_search_finds_a_source_by_its_author_container_or_publisher(client, record, words):
    assert 'href="/sources/walia-2025/"' in text_of(client.get("/search/", {"q": words}))


def test_search_lists_first_what_is_called_so(client, record):
    text = text_of(client.get("/search/", {"q": "jimex"}))

    assert text.index('href="/exercises/jimex-24/"') < text.index('href="/exercises/dharma-2019/"')


@pytest.mark.parametrize("words", ["!!!", "“”", "-", "%", "_"])
def test_search_for_punctuation_alone_finds_nothing_and_a_list_says_so(client, record, words):
    assert found(client, words) == set()
    answer = text_of(client.get("/exercises/", {"q": words}))
    assert "Words: There is no word to search for" in answer


def test_name_of_an_unpublished_series_finds_no_record(client, record):
    assert found(client, "japan india maritime exercise") == {"jimex-24"}

    Record.objects.filter(key="jimex").update(status=Status.WITHDRAWN)

    assert found(client, "maritime exercise typhoon") == set()
    assert not SearchText.objects.get(pk="jimex-24").text.count("maritime exercise")


def test_draft_is_not_found(client, record):
    store(exercise("secret", title="Top secret", countries=["JP"]))

    assert "secret/" not in text_of(client.get("/search/", {"q": "top"}))


def test_changed_record_is_found_by_what_it_says_now(client, record):
    from records.store import apply, take

    changed = take(Record.objects.get(key="dharma-2019"))
    changed["fields"]["summary"] = "Held in snow."

    apply(changed, by=None, why="a test", base=1)

    assert found(client, "snow") == {"dharma-2019"}
    assert found(client, "not jimex") == set()


def test_rebuilding_takes_up_new_names_and_records_without_a_text(client, record):
    CountryAlias.objects.create(name="Nihon", entry_id="JP")
    SearchText.objects.filter(pk="dharma-2019").delete()
    assert found(client, "nihon") == found(client, "guardian") == set()

    call_command("rebuild_derived", missing=True, verbosity=0)
    assert found(client, "guardian") == {"dharma-2019"}
    assert found(client, "nihon") == set()

    for _again in range(2):
        call_command("rebuild_derived", verbosity=0)
        assert found(client, "nihon") == {"jimex-24"}


def test_country_is_named_by_whole_words_and_their_beginnings(client, record):
    Country.objects.create(key="BYAA", name="Byelorussian SSR")
    Country.objects.create(key="US", name="United States")
    CountryAlias.objects.create(name="U.S.", entry_id="US")

    for words in ("U.S.", "us", "“U.S.”", "united sta"):
        text = text_of(client.get("/search/", {"q": words}))
        assert 'href="/countries/US/"' in text
        assert "Byelorussian" not in text


def test_words_are_stored_with_one_query_for_all_names(record, django_assert_num_queries):
    from vocabulary.models import ENTRIES
    from vocabulary.searched import names

    with django_assert_num_queries(1):
        assert "jmsdf" in names(*ENTRIES)["force", "jp-msdf"]
