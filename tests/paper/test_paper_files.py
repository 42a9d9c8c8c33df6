"""The paper's sheets fit together: every reference resolves, every fact is cited."""

import re
from collections import Counter, defaultdict

import pytest

from tests.paper.paper_sheets import (
    DATA,
    KINDS,
    LISTS,
    SLUG,
    cell,
    claimed,
    paths,
    records,
    rows,
    terms,
    value_at,
    vocabulary,
)

DATES = ("date", "planned", "since", "until", "issued", "consulted_on", "accessed")
DAY = r"\d{4}(-\d\d(-\d\d)?)?[~?%]?"
EDTF = re.compile(rf"{DAY}|({DAY}|\.\.)?/({DAY}|\.\.)?")
CHOICES = {
    ("exercises", "outcome"): "planned held postponed cancelled",
    (
        "agreements",
        "type",
    ): "treaty agreement memorandum_of_cooperation memorandum_of_understanding "
    "memorandum_of_implementation memorandum_of_intent arrangement joint_statement declaration "
    "national_policy",
    ("dialogues", "level"): "summit two_plus_two ministerial",
    ("meetings", "level"): "summit two_plus_two ministerial",
    ("projects", "type"): "co_development transfer study",
    ("milestones", "type"): "approved issued signed in_force operational amended ended",
    ("stages", "stage"): "proposed under_discussion agreed in_development delivered ended",
    ("participants", "role"): "host participant observer",
    ("members", "standing"): "member permanent guest observer",
    ("links", "type"): "implements supersedes amends part_of discussed_at agreed_at related",
    ("citations", "basis"): "announced reported retrospective",
}


def of_kind(kind: str) -> set[str]:
    return {key for key, found in records().items() if found == kind}


def targets() -> dict[str, set[str]]:
    """Return what each column may refer to."""
    places, countries = vocabulary("places"), vocabulary("countries", "code")
    return {
        "series": of_kind("series"),
        "dialogue": of_kind("dialogue"),
        "source": of_kind("source"),
        "quoting": of_kind("source"),
        "cites": of_kind("source"),
        "derives_from": of_kind("source"),
        "target": set(records()),
        "record": set(records()),
        "country": countries,
        "hosts": countries,
        "grouping": vocabulary("groupings"),
        "force": vocabulary("forces"),
        "platform": vocabulary("platforms"),
        "unit": vocabulary("units"),
        "place": places,
        "places": places,
        "domains": terms("domain"),
        "activities": terms("activity"),
        "topics": terms("topic"),
    }


@pytest.mark.parametrize("sheet", [*KINDS, *LISTS, "citations"])
def test_references_of_a_sheet_resolve(sheet):
    known = targets()
    missing = [
        (number, column, key)
        for number, row in enumerate(rows(sheet), 2)
        for column in known.keys() & row.keys()
        for key in cell(row[column])
        if key not in known[column]
    ]
    assert not missing


@pytest.mark.parametrize("sheet", [*KINDS, *LISTS, "citations"])
def test_rows_have_no_cell_too_many_or_too_few(sheet):
    ragged = [n for n, row in enumerate(rows(sheet), 2) if None in row or None in row.values()]
    assert not ragged


def test_sheets_in_the_folder_are_all_known():
    found = {path.stem for path in (DATA / "paper").glob("*.csv")}
    assert found <= {*KINDS, *LISTS, "citations"}


def test_keys_are_slugs_and_stand_once_over_all_kinds():
    keys = Counter(row["key"] for sheet in KINDS for row in rows(sheet))
    assert [key for key, times in keys.items() if times > 1 or not SLUG.fullmatch(key)] == []


@pytest.mark.parametrize("sheet", LISTS)
def test_refs_of_a_list_stand_once_in_their_record(sheet):
    refs = Counter((row["record"], row["ref"]) for row in rows(sheet))
    assert [ref for ref, times in refs.items() if times > 1 or not SLUG.fullmatch(ref[1])] == []


def test_phases_of_a_deployment_are_phases_of_its_record():
    phases = {(row["record"], row["ref"]) for row in rows("phases")}
    for row in rows("deployments"):
        assert {(row["record"], ref) for ref in cell(row["phases"])} <= phases


@pytest.mark.parametrize("sheet", [*KINDS, *LISTS])
def test_dates_are_edtf(sheet):
    wrong = [
        (number, row[column])
        for number, row in enumerate(rows(sheet), 2)
        for column in DATES
        if row.get(column) and not EDTF.fullmatch(row[column])
    ]
    assert not wrong


def test_claimed_dates_are_edtf():
    said = [r["says"] for r in rows("citations") if r["claims"].split("/")[-1] in DATES]
    assert [text for text in said if text and not EDTF.fullmatch(text)] == []


@pytest.mark.parametrize(("sheet", "column"), CHOICES)
def test_choices_are_known(sheet, column):
    # At a meeting the role of a participant is free text.
    judged = [r for r in rows(sheet) if column != "role" or r["record"] in of_kind("exercise")]
    assert {row[column] for row in judged} - {""} <= set(CHOICES[sheet, column].split())


def test_every_claim_has_a_path_in_its_record():
    wrong = [
        (row["record"], row["ref"], path)
        for row in rows("citations")
        for path in cell(row["claims"])
        if path not in paths()[row["record"]]
    ]
    assert not wrong


def test_a_claim_that_says_something_else_names_one_path():
    wrong = [row for row in rows("citations") if row["says"] and len(cell(row["claims"])) != 1]
    assert not wrong


def test_a_citation_claims_a_path_once():
    found = Counter(
        (row["record"], row["ref"], path)
        for row in rows("citations")
        for path in cell(row["claims"])
    )
    assert [claim for claim, times in found.items() if times > 1] == []


def _needs_citation(path: str) -> bool:
    """Tell whether a path must be claimed itself: fields and items, and an item's further facts."""
    named = {
        "aliases": "name language",
        "links": "type target note",
        "statements": "text",
        "people": "name",
        "phases": "title",
        "members": "country grouping",
        "participants": "country grouping",
        "deployments": "country unit platform",
        "parties": "country grouping",
        "milestones": "type",
        "stages": "stage",
    }
    parts = path.split("/")
    return len(parts) < 3 or parts[2] not in named[parts[0]].split()


def test_every_fact_is_cited():
    false = {
        (row["key"], "participants_complete")
        for row in rows("exercises")
        if row["participants_complete"] == "no"
    }
    uncited = [
        (record, path)
        for record, found in paths().items()
        if records()[record] != "source"
        for path in sorted(found - claimed()[record])
        if _needs_citation(path) and (record, path) not in false
    ]
    assert not uncited


def test_rows_of_one_citation_agree():
    found = defaultdict(set)
    for row in rows("citations"):
        same = tuple(row[c] for c in ("source", "locator", "basis", "quoting", "note", "quotation"))
        found[row["record"], row["ref"]].add(same)
    assert [ref for ref, kinds in found.items() if len(kinds) > 1] == []


def test_one_place_is_cited_once_in_a_record():
    found = defaultdict(set)
    for row in rows("citations"):
        found[row["record"], row["locator"], row["quoting"], row["basis"]].add(row["ref"])
    assert [place for place, refs in found.items() if len(refs) > 1] == []


def test_citations_quote_the_source_that_their_note_names():
    notes = {row["number"]: row["cites"] for row in rows("notes")}
    wrong = [
        (row["record"], row["ref"])
        for row in rows("citations")
        for number in re.findall(r"n\. (\d+)", row["locator"])
        if row["quoting"] != notes[number]
    ]
    assert not wrong


def test_the_paper_alone_is_consulted_and_cited():
    assert {row["source"] for row in rows("citations")} == {"walia-2025"}
    consulted = {row["key"]: row["consulted"] for row in rows("sources")}
    assert {key for key, said in consulted.items() if said == "yes"} == {"walia-2025"}


def test_all_fourteen_notes_are_there_with_ibid_resolved():
    notes = {int(row["number"]): row["cites"] for row in rows("notes")}
    assert sorted(notes) == list(range(1, 15))
    assert (notes[6], notes[14]) == (notes[5], notes[13])


@pytest.mark.parametrize(
    ("record", "path", "says"),
    [
        ("acsa-india-japan", "milestones/signed/date", {"2020", "2021", "../2020-09-12"}),
        ("unicorn", "type", {"co_development", "transfer"}),
        (
            "unicorn-memorandum-india-japan",
            "type",
            {"memorandum_of_implementation", "memorandum_of_intent"},
        ),
        ("malabar", "members/jp/since", {"2015", "2007"}),
    ],
)
def test_contradictions_of_the_paper_are_kept(record, path, says):
    found = {
        row["says"] or value_at(record, path)
        for row in rows("citations")
        if row["record"] == record and path in cell(row["claims"])
    }
    assert found == says


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ("malabar", "statements/s9"),
        ("malabar", "statements/s12"),
        ("malabar", "statements/s13"),
        ("malabar-2007", "participants/jp"),
        ("malabar-2015", "statements/s1"),
        ("malabar-2020", "statements/s2"),
        ("malabar-2024", "statements/s2"),
    ],
)
def test_what_the_paper_denies_elsewhere_is_claimed_and_denied(record, path):
    said = {
        row["says"]
        for row in rows("citations")
        if row["record"] == record and path in cell(row["claims"])
    }
    assert {"", "[denies]"} <= said
