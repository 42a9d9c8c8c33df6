"""The vocabularies: extended by editors, looked up by analysts, never deleted."""

import pytest

from records.models import Record, SearchText
from records.store import apply, take
from tests.admin.forms import add_row, data_of, errors_of
from vocabulary.models import Force, Grouping, Involvement, Place

PLACES = "/admin/vocabulary/place/"


def test_analyst_looks_but_does_not_touch(as_ana, record):
    page = as_ana.get(PLACES + "bay-of-bengal/change/")

    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    data = {"name": "Forged"}
    assert as_ana.post(PLACES + "bay-of-bengal/change/", data).status_code == 403
    assert as_ana.post(PLACES + "add/", data).status_code == 403


@pytest.mark.parametrize("model", ["country", "grouping", "force", "place", "platform", "unit"])
def test_every_vocabulary_opens_for_ed(as_ed, vocabulary, model):
    assert as_ed.get(f"/admin/vocabulary/{model}/").status_code == 200
    assert as_ed.get(f"/admin/vocabulary/{model}/add/").status_code == 200


def test_entry_is_never_deleted(as_ed, record):
    answer = as_ed.post(PLACES + "arabian-sea/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert Place.objects.filter(key="arabian-sea").exists()


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["Arabian  SEA"], "Another entry has this name: arabian-sea"),
        (["The Bay", "the bay"], "This name stands twice"),
        (["\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 20], "The name is too long"),
    ],
)
def test_alias_that_means_two_things_is_refused(as_ed, record, names, sentence):
    data = data_of(as_ed.get(PLACES + "bay-of-bengal/change/"))
    for name in names:
        add_row(data, "aliases", name=name)

    assert sentence in errors_of(as_ed.post(PLACES + "bay-of-bengal/change/", data))


def test_alias_is_found_by_autocompletion(as_ed, as_ana, record):
    data = data_of(as_ed.get(PLACES + "bay-of-bengal/change/"))
    add_row(data, "aliases", name="ベンガル湾", language="ja")
    assert as_ed.post(PLACES + "bay-of-bengal/change/", data).status_code == 302

    answer = as_ana.get(
        "/admin/autocomplete/",
        {
            "app_label": "exercises",
            "model_name": "exercise",
            "field_name": "places",
            "term": "ベンガル",
        },
    )

    assert answer.json()["results"] == [{"id": "bay-of-bengal", "text": "Bay of Bengal"}]


def test_place_within_itself_is_refused(as_ed, record):
    data = data_of(as_ed.get(PLACES + "bay-of-bengal/change/")) | {"within": "off-visakhapatnam"}

    answer = as_ed.post(PLACES + "bay-of-bengal/change/", data)

    assert "cannot lie within itself" in errors_of(answer)


def test_records_are_judged_anew_when_a_place_moves(as_ed, record):
    document = take(record)
    document["citations"].append(
        {"source": "other-2023", "claims": {"places": "off-visakhapatnam"}}
    )
    apply(document, by=None, why="x", base=1)
    assert Record.objects.get(key="jimex-2023").disputed == 0
    data = data_of(as_ed.get(PLACES + "off-visakhapatnam/change/")) | {"within": "arabian-sea"}

    assert as_ed.post(PLACES + "off-visakhapatnam/change/", data).status_code == 302

    assert Record.objects.get(key="jimex-2023").disputed_paths == ["places"]


def test_countries_involved_follow_the_members_of_a_grouping(as_ed, record):
    from tests.admin.conftest import document

    parties = {"parties": [{"ref": "quad", "grouping": "quad"}]}
    fields = {"title": "A statement", "type": "joint_statement"}
    apply(document("agreement", "quad-statement", fields, parties), by=None, why="x")
    address = "/admin/vocabulary/grouping/quad/change/"
    data = data_of(as_ed.get(address)) | {"members": ["IN", "JP", "US"]}

    assert as_ed.post(address, data).status_code == 302

    found = Involvement.objects.filter(record="quad-statement")
    assert set(found.values_list("country_id", flat=True)) == {"IN", "JP", "US"}
    assert Grouping.objects.get(key="quad").members.count() == 3


def test_records_are_found_by_an_alias_that_was_added(as_ed, record):
    words = SearchText.objects.filter(text__contains=" ベンガル湾")
    assert not words.exists()
    data = data_of(as_ed.get(PLACES + "bay-of-bengal/change/"))
    add_row(data, "aliases", name="ベンガル湾", language="ja")

    assert as_ed.post(PLACES + "bay-of-bengal/change/", data).status_code == 302

    assert words.exists()


def test_force_added_by_ed_keeps_its_key(as_ed, vocabulary):
    address = "/admin/vocabulary/force/add/"
    data = data_of(as_ed.get(address)) | {"key": "us-navy", "name": "Navy", "country": "US"}
    assert as_ed.post(address, data).status_code == 302

    change = "/admin/vocabulary/force/us-navy/change/"
    as_ed.post(change, data_of(as_ed.get(change)) | {"key": "other", "name": "US Navy"})

    assert set(Force.objects.filter(country="US").values_list("key", "name")) == {
        ("us-navy", "US Navy")
    }
