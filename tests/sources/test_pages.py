"""A record's page: what it shows, whom it redirects, what it keeps to itself."""

import pytest

from records.models import Record, Redirect
from tests.sources.page_cases import cite, document, hide, source, store, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_vocabulary")]

REJ = source("rej-2020", authors=["Rej, Abhijnan"], url="https://example.org/rej", reliability="B")
WALIA = source("walia-2025", authors=["Walia, Simran"], consulted=True)
NDTV = source("ndtv-2020", container="NDTV", issued="2020-11-02")


def exercise(*citations, key="malabar-2020", lists=None, **fields) -> dict:
    return document("exercise", key, citations, lists, **fields)


def page(client, key="malabar-2020"):
    return client.get(f"/exercises/{key}/")


def test_page_shows_value_with_number_of_its_source(client):
    store(WALIA, exercise(cite("c1", "walia-2025", date=None), date="2020-11"))

    response = page(client)

    assert "November 2020 [1]" in words(response)
    assert "[1] Walia supports" in words(response)
    assert "Single source" in words(response)


def test_page_of_agreed_value_counts_the_sources(client):
    cites = [cite("c1", "walia-2025", date=None), cite("c2", "ndtv-2020", date="2020")]
    store(WALIA, NDTV, exercise(*cites, date="2020-11"))

    assert "Agreed, 2 sources" in words(page(client))


def test_page_of_disputed_value_shows_both_sides(client):
    cites = [cite("c1", "walia-2025", date=None), cite("c2", "ndtv-2020", date="2021")]
    store(WALIA, NDTV, exercise(*cites, date="2020-11"))

    text = words(page(client))

    assert "Disputed, 1 to 1" in text
    assert "1 source: 2021" in text
    assert "November 2020 · accepted · 1 source" in text
    assert "contradicts 2021" in text.replace("month not known", "").replace(",", "")


def test_first_dispute_of_a_page_is_open_and_no_other(client):
    cites = [
        cite("c1", "walia-2025", date=None, outcome=None),
        cite("c2", "ndtv-2020", date="2021", outcome="cancelled"),
    ]
    store(WALIA, NDTV, exercise(*cites, date="2020-11", outcome="held"))

    content = page(client).content.decode()

    assert '<details class="ev" id="e-outcome" open>' in content
    assert '<details class="ev" id="e-date">' in content


def test_denial_of_an_item_is_told_at_the_item(client):
    lists = {"participants": [{"ref": "jp", "country": "JP"}]}
    cites = [
        cite("c1", "walia-2025", participants__jp=True),
        cite("c2", "ndtv-2020", participants__jp={"denies": True}),
    ]
    store(WALIA, NDTV, exercise(*cites, lists=lists))

    text = words(page(client))

    assert "Participant: Japan" in text
    assert "denies" in text


def test_disputed_field_of_an_item_is_told_in_its_cell(client):
    lists = {"participants": [{"ref": "jp", "country": "JP", "personnel": 1200}]}
    cites = [
        cite("c1", "walia-2025", participants__jp__personnel=None),
        cite("c2", "ndtv-2020", participants__jp__personnel=900),
    ]
    store(WALIA, NDTV, exercise(*cites, lists=lists))

    assert "1,200 [1] 1 source: 900 [2]" in words(page(client))


def test_claim_without_an_accepted_value_says_so(client):
    store(WALIA, exercise(cite("c1", "walia-2025", places="tokyo")))

    text = words(page(client))

    assert "no value accepted" in text
    assert "Tokyo" in text


def test_field_without_value_and_claim_is_not_recorded(client):
    store(WALIA, exercise(cite("c1", "walia-2025", title=None)))

    assert "Date not recorded" in words(page(client))


def test_quoted_source_is_read_as_cited_in_the_other(client):
    cites = [cite("c1", "walia-2025", "rej-2020", "n. 2", date=None)]
    store(WALIA, REJ, exercise(*cites, date="2020"))

    response = page(client)

    assert "[1] Rej, as cited in Walia" in words(response)
    assert "As cited in Walia ." in words(response)
    assert "n. 2" in words(response)
    assert b'href="https://example.org/rej" rel="noopener noreferrer"' in response.content


def test_reprint_is_not_counted_and_says_why(client):
    reprint = source("reprint-2020", container="The Copy", derives_from="ndtv-2020")
    cites = [cite("c1", "ndtv-2020", date=None), cite("c2", "reprint-2020", date=None)]
    store(NDTV, reprint, exercise(*cites, date="2020"))

    text = words(page(client))

    assert "Single source" in text
    assert "not counted: a reprint of NDTV" in text
    assert "Derives from NDTV ." in text


def test_names_in_other_languages_are_marked(client):
    lists = {"aliases": [{"ref": "a1", "name": "マラバール2020", "language": "ja"}]}
    store(WALIA, exercise(cite("c1", "walia-2025", aliases__a1=True), lists=lists))

    assert '<span lang="ja">マラバール2020</span>' in page(client).content.decode()


def test_markup_in_a_record_is_text(client):
    evil = "<script>alert(1)</script>"
    lists = {
        "aliases": [{"ref": "a1", "name": evil}],
        "statements": [{"ref": "s1", "text": evil}],
        "people": [{"ref": "p1", "name": evil, "office": evil}],
    }
    cites = [{**cite("c1", "walia-2025", evil, title=evil), "note": evil, "quotation": evil}]
    del cites[0]["quoting"]
    store(WALIA, exercise(*cites, lists=lists, title=evil, summary=evil, objectives=evil))

    content = page(client).content

    assert b"<script" not in content
    assert b"&amp;lt;" not in content


def test_links_are_shown_from_both_ends(client):
    agreement = document(
        "agreement",
        "acsa",
        [cite("c1", "walia-2025", title=None)],
        {"links": [{"ref": "l1", "type": "implements", "target": "malabar-2020"}]},
        type="agreement",
    )
    store(WALIA, exercise(cite("c1", "walia-2025", title=None)), agreement)

    assert "Implements Malabar 2020 (exercise)" in words(client.get("/agreements/acsa/"))
    assert "Is implemented by Acsa (agreement)" in words(page(client))


def test_link_from_a_draft_is_not_shown(client):
    links = {"links": [{"ref": "l1", "type": "related", "target": "malabar-2020"}]}
    draft = exercise(key="secret-2021", lists=links)
    store(WALIA, exercise(cite("c1", "walia-2025", title=None)))
    store(draft, public=False)

    assert "secret" not in page(client).content.decode().lower()


def test_citation_of_an_unpublished_source_is_left_out(client):
    hidden = source("secret-2020", authors=["Secret, Agent"])
    cites = [
        cite("c1", "walia-2025", date=None),
        cite("c2", "secret-2020", date="2021"),
        cite("c3", "walia-2025", "secret-2020", date="2022"),
    ]
    store(WALIA, hidden, exercise(*cites, date="2020"))
    hide("secret-2020")

    text = page(client).content.decode().lower()

    assert "secret" not in text
    assert "2021" not in text
    assert "2022" not in text


def test_claim_that_names_an_unpublished_record_is_left_out(client):
    hidden = document("series", "secret", [cite("c1", "walia-2025", title=None)])
    cites = [cite("c1", "walia-2025", date=None), cite("c2", "walia-2025", series="secret")]
    store(WALIA, hidden, exercise(*cites, date="2020"))
    hide("secret")

    assert "secret" not in page(client).content.decode().lower()


def test_former_key_leads_to_the_present_one_for_good(client):
    store(WALIA, exercise(cite("c1", "walia-2025", title=None)))
    Redirect.objects.create(old_key="malabar-20", record=Record.objects.get(pk="malabar-2020"))

    response = page(client, "malabar-20")

    assert (response.status_code, response.url) == (301, "/exercises/malabar-2020/")


def test_former_key_of_a_draft_is_not_found(client):
    store(exercise(), public=False)
    Redirect.objects.create(old_key="malabar-20", record=Record.objects.get(pk="malabar-2020"))

    assert page(client, "malabar-20").status_code == 404


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_record_that_is_not_published_is_not_found(client, status):
    store(WALIA, exercise(cite("c1", "walia-2025", title=None)))
    Record.objects.filter(pk="malabar-2020").update(status=status)

    assert page(client).status_code == 404


@pytest.mark.parametrize("key", ["unknown", "Malabar-2020", "malabar_2020", "walia-2025", "-"])
def test_unknown_key_is_not_found(client, key):
    store(WALIA)

    assert page(client, key).status_code == 404


def test_record_is_cited_with_its_revision_and_address(client):
    store(WALIA, exercise(cite("c1", "walia-2025", title=None)))

    text = words(page(client))

    assert "“Malabar 2020.” Defence Ties, revision 1," in text
    assert "http://testserver/exercises/malabar-2020/" in text


def test_draft_of_a_new_revision_changes_nothing_in_public(client):
    """What readers see is the present revision's document, not what stands in other tables."""
    store(WALIA, exercise(cite("c1", "walia-2025", date=None), date="2020"))
    Record.objects.filter(pk="malabar-2020").update(title="Changed behind the document")

    assert "Changed behind" not in words(page(client))


def test_members_of_a_set_have_the_numbers_of_those_who_name_them(client):
    cites = [
        cite("c1", "walia-2025", places="tokyo"),
        cite("c2", "ndtv-2020", places=["tokyo", "indian-ocean"]),
    ]
    store(WALIA, NDTV, exercise(*cites, places=["indian-ocean", "tokyo"]))

    assert "Indian Ocean , [2] Tokyo [1] [2]" in words(page(client))
