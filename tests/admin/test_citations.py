"""Claims as lines, citations as rows, one source cited for many values at once."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from records.kinds import get_kind
from records.models import Revision
from records.store import take
from sources.admin.claimlines import parsed, written
from tests.admin.forms import add_row, data_of, errors_of

CHANGE = "/admin/exercises/exercise/jimex-2023/change/"
CITE = "/admin/exercises/exercise/jimex-2023/cite/"
EXERCISE = get_kind("exercise")

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip)
said = texts.filter(bool) | st.sampled_from(
    ["denies", "denies x", "mentions", '"a"', "[1]", "yes", "a: b", "a; b"]
)
values = {
    "title": said,
    "summary": said | st.just("two\nlines"),
    "date": st.just("2023-07/2023-08") | said,
    "edition": st.integers(0, 99) | said.filter(lambda s: not s.isdigit()),
    "participants_complete": st.booleans(),
    "places": st.just("bay-of-bengal") | st.lists(said, min_size=2),
    "participants/au": st.just(True) | st.just("as an observer"),
    "participants/au/personnel": st.integers(0, 9999),
}
claim_sets = st.fixed_dictionaries(
    {},
    optional={
        path: value | st.builds(lambda v: {"denies": v}, value) | st.just({"mentions": True})
        for path, value in values.items()
        if path != "participants/au"
    }
    | {"participants/au": values["participants/au"] | st.just({"denies": True})},
)


@given(claim_sets, st.sets(st.just("participants/au")))
def test_claims_written_as_lines_are_read_back_the_same(claims, present):
    read = parsed(EXERCISE, written(EXERCISE, claims, present))

    for path in present & set(read):
        read[path] = True if read[path] is None else read[path]
    assert read == claims


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        ("date", {"date": None}),
        ("date:", {"date": None}),
        (" date :  2020 ", {"date": "2020"}),
        ("edition: 7", {"edition": 7}),
        ("places: a; b", {"places": ["a", "b"]}),
        ("places: denies bay-of-bengal", {"places": {"denies": "bay-of-bengal"}}),
        ("date: denies", {"date": {"denies": None}}),
        ("participants/au: denies", {"participants/au": {"denies": True}}),
        ("statements/s1: mentions", {"statements/s1": {"mentions": True}}),
        ("participants_complete: no", {"participants_complete": False}),
        ("title: " + "[" * 99_999, {"title": "[" * 99_999}),
        ("title: JIMEX: the seventh", {"title": "JIMEX: the seventh"}),
        ("", {}),
    ],
)
def test_line_means_what_the_help_says(line, claim):
    assert parsed(EXERCISE, line) == claim


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("colour: blue", ["Line 1, “colour: blue”", "It can be: title, series, edition"]),
        ("date\ndate: 2020", ["Line 2", "stands twice"]),
        (": 2020", ["stands before the colon"]),
        ("a/b/c/d\nx", ["Line 1", "Line 2"]),
        ("date 2025", ["Line 1", "A colon is missing: “date: 2025”."]),
        ("participants/au denies", ["A colon is missing: “participants/au: denies”."]),
        ("citations/c1: yes", ["no “citations/c1” to cite"]),
    ],
)
def test_line_that_cannot_be_read_is_told_by_its_number(text, sentences):
    with pytest.raises(ValidationError) as error:
        parsed(EXERCISE, text)

    for sentence in sentences:
        assert sentence in " ".join(error.value.messages)


def warnings(answer) -> list[str]:
    return [str(m) for m in get_messages(answer.wsgi_request) if m.level_tag == "warning"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("date: 30 Feb 2025", "“30 Feb 2025” cannot be read as a date. (c2 / date)"),
        ("date: denies 30 Feb 2025", "“30 Feb 2025” cannot be read as a date. (c2 / date)"),
        ("edition: nine", "“nine”. This is not a whole number. (c2 / edition)"),
        ("places: Atlantis", "“Atlantis”. No place is called “Atlantis”. (c2 / places)"),
    ],
)
def test_claim_that_the_field_would_refuse_is_stored_and_said(as_ana, record, line, sentence):
    data = data_of(as_ana.get(CHANGE))
    add_row(data, "citations", source="other-2023", claims=line)

    answer = as_ana.post(CHANGE, data)
    again = as_ana.post(CHANGE, data_of(as_ana.get(CHANGE)) | {"edition": "9"})

    assert warnings(answer) == [f"Kept as the source's words: {sentence}"]
    assert warnings(again) == []


@pytest.mark.parametrize("line", ["date: 2025", "edition: 9", "title: Any", "statements/s1: x"])
def test_claim_that_the_field_would_take_is_stored_without_a_word(as_ana, record, line):
    data = data_of(as_ana.get(CHANGE))
    add_row(data, "citations", source="other-2023", claims=line)

    assert warnings(as_ana.post(CHANGE, data)) == []


def test_citing_for_fields_says_what_was_kept_as_words(as_ana, record):
    answer = cite(as_ana, ["date"], **{"says:date": "30 Feb 2025"})

    assert "“30 Feb 2025” cannot be read as a date." in warnings(answer)[0]


def test_claims_of_a_record_that_one_may_only_read_are_the_same_lines(as_ana, public):
    page = as_ana.get(CHANGE).content.decode()

    assert "date: 2023-07-05/2023-07-10<br>participants/in<br>places: bay-of-bengal" in page
    assert "&quot;places&quot;" not in page


def test_claims_form_shows_stored_claims_and_keeps_them(as_ana, record):
    data = data_of(as_ana.get(CHANGE))

    shown = data["citations-0-claims"]
    assert shown == "date: 2023-07-05/2023-07-10\nparticipants/in\nplaces: bay-of-bengal"


def test_claim_of_an_absent_item_without_a_value_is_told_at_the_citation(as_ana, record):
    data = data_of(as_ana.get(CHANGE)) | {"citations-0-claims": "participants/fr"}

    answer = as_ana.post(CHANGE, data)

    assert "has no value at “participants/fr”" in errors_of(answer)
    assert "The record has: participants/in, participants/jp." in errors_of(answer)
    formsets = [wrapped.formset for wrapped in answer.context["inline_admin_formsets"]]
    (citations,) = [formset for formset in formsets if formset.prefix == "citations"]
    assert "claims" in citations.forms[0].errors


def test_new_participant_is_cited_in_the_same_form(as_ana, record):
    data = data_of(as_ana.get(CHANGE))
    add_row(data, "participants", country="US")
    add_row(data, "citations", source="other-2023", claims="participants/us\ndate: July 2023")

    answer = as_ana.post(CHANGE, data)

    assert answer.status_code == 302, errors_of(answer)
    claims = take(record)["citations"][1]["claims"]
    assert claims == {"date": "2023-07", "participants/us": True}


def test_second_form_for_the_same_source_and_place_is_refused(as_ana, record):
    data = data_of(as_ana.get(CHANGE))
    add_row(data, "citations", source="mod-2023", locator="para. 2", claims="title")

    answer = as_ana.post(CHANGE, data)

    assert "cited there already: add the claims to c1" in errors_of(answer)


def cite(client, paths, **data):
    sent = {"source": "other-2023", "locator": "p. 3", "base_revision": "1", "path": paths}
    return client.post(CITE, sent | data)


def test_one_source_is_cited_for_many_values_as_one_citation(as_ana, record):
    answer = cite(as_ana, ["title", "date", "participants/jp"], **{"says:date": "July 2023"})

    assert answer.status_code == 302
    made = take(record)["citations"][1]
    assert made == {
        "ref": "c2",
        "source": "other-2023",
        "locator": "p. 3",
        "claims": {"title": "JIMEX 2023", "date": "2023-07", "participants/jp": True},
    }
    why = Revision.objects.get(record=record, number=2).why
    assert why == "other-2023 cited for date, participants/jp, title."


def test_citing_a_source_at_a_place_cited_before_adds_to_that_citation(as_ana, record):
    answer = cite(as_ana, ["title", "date"], source="mod-2023", locator="para. 2")

    assert answer.status_code == 302
    (only,) = take(record)["citations"]
    assert set(only["claims"]) == {"title", "date", "participants/in", "places"}


def test_citing_again_does_not_restamp_what_the_source_said(as_ana, record):
    data = data_of(as_ana.get(CHANGE)) | {"date": "2023-07-06"}
    as_ana.post(CHANGE, data)

    cite(as_ana, ["date", "title"], source="mod-2023", locator="para. 2", base_revision="2")

    assert take(record)["citations"][0]["claims"]["date"] == "2023-07-05/2023-07-10"


@pytest.mark.parametrize(
    ("paths", "data", "sentence"),
    [
        ([], {}, "Tick what the source says"),
        (["title"], {"source": ""}, "This field is required"),
        (["title"], {"source": "nobody"}, "No source is called “nobody”"),
        (["title"], {"base_revision": "0"}, "starts from revision 0"),
        (["title"], {"base_revision": ""}, "This field is required"),
        (["colour"], {}, "correct the errors"),
        (["participants/fr"], {}, "has no value at"),
        (["title"], {"basis": "guessed"}, "guessed is not one"),
        (["summary"], {}, "has no value at"),
    ],
)
def test_citation_that_cannot_be_stored_says_why(as_ana, record, paths, data, sentence):
    answer = cite(as_ana, paths, **data)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Revision.objects.filter(record=record).count() == 1


def test_citing_on_another_basis_than_before_is_refused(as_ana, record):
    cite(as_ana, ["title"], basis="announced")

    answer = cite(as_ana, ["date"], basis="reported", base_revision="2")

    assert "cited as “announced” already" in answer.content.decode()


def test_evidence_panel_names_value_verdict_and_who_says_it(as_ana, record):
    cite(as_ana, ["date"], **{"says:date": "2023-08"})

    page = as_ana.get(CHANGE)

    (_template, panel) = page.context["record_panels"][0]
    line = {line.path: line for line in panel["lines"]}["date"]
    assert line.value == "5–10 July 2023"
    assert line.state == "disputed"
    assert [(s.source, s.text, s.anchor) for s in line.said] == [
        ("JIMEX 2023 begins", "", "citations-0"),
        ("Fleets meet", "August 2023", "citations-1"),
    ]
    assert 'id="citations-1"' in page.content.decode()
