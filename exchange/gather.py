"""From rows to drafts: the rows of all sheets laid into the documents of their records."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

from exchange.cells import CLEAR, unguard
from exchange.children import add_item, record_of
from exchange.citations import add_citation
from exchange.drafts import Draft, Drafts
from exchange.naming import name_items
from exchange.problems import Problem
from exchange.sheets import KEY, RECORD, REVISION, SHORTHAND, SHORTHAND_TYPE, Sheet
from exchange.tables import Row, Table
from records.kinds import CITATIONS, get_kind
from records.models import Record, Redirect
from records.text import tidy

KEY_LENGTH = 100


def gather(tables: Sequence[Table]) -> tuple[Drafts, list[Problem]]:
    """Return the drafts that the rows of ``tables`` make, and what is wrong with the rows.

    Reads the database; writes nothing. The order of the tables does not matter.
    """
    main = [(t.sheet, row) for t in tables for row in t.rows if t.sheet.kind]
    children = [(t.sheet, row) for t in tables for row in t.rows if t.sheet.list]
    entries = [pair for t in tables for pair in t.entries]
    keys = _keys(main)
    records = [cell(row, RECORD) for _sheet, row in children]
    carried = {entry["key"]: entry.get("revision") for _row, entry in entries}
    carried |= {key: revision_of(row) for (_sheet, row), key in zip(main, keys, strict=True)}
    carried = {key: number for key, number in carried.items() if number}
    drafts = Drafts([*keys, *records, *(entry["key"] for _row, entry in entries)], carried)
    problems: list[Problem] = []
    for row, entry in entries:
        problems += _enter(drafts, row, entry)
    for (sheet, row), key in zip(main, keys, strict=True):
        problems += _begin(drafts, sheet, row, key)
    problems += _add_children(drafts, children)
    name_items(drafts)
    return drafts, problems


def cell(row: Row, column: str) -> str:
    """Return the text of a cell, "" where there is none."""
    return tidy(row.cells.get(column, ""))


def _keys(main: Sequence[tuple[Sheet, Row]]) -> list[str]:
    """Return the key of each main row: as given, or proposed from the title."""
    given = [cell(row, KEY) for _sheet, row in main]
    if all(given):
        return given
    taken = {*given, *Record.objects.values_list("key", flat=True)}
    taken.update(Redirect.objects.values_list("old_key", flat=True))
    return [
        key or _proposed(sheet, row, taken) for (sheet, row), key in zip(main, given, strict=True)
    ]


def _proposed(sheet: Sheet, row: Row, taken: set[str]) -> str:
    stem = slugify(unguard(cell(row, "title")).replace("_", "-")) or sheet.kind
    stem = stem[: KEY_LENGTH - 6].strip("-")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    taken.add(key)
    return key


def _begin(drafts: Drafts, sheet: Sheet, row: Row, key: str) -> list[Problem]:
    """Begin the draft of a main row and lay its cells into it."""
    if twice := _twice(drafts, row, key):
        return [twice]
    draft = drafts.start(get_kind(sheet.kind), key)
    draft.named = bool(cell(row, KEY))
    draft.rows += 1
    draft.place("", row)
    resource = sheet.resources[sheet.kind]
    carries = carries_revision(row)
    draft.document["fields"].update(resource.values(row.cells, clears=carries))
    if cell(row, SHORTHAND) and cell(row, SHORTHAND).lower() != CLEAR:
        draft.shorthand = SHORTHAND_TYPE.from_text(cell(row, SHORTHAND))
    if carries and revision_of(row) is None:
        hint = _("Leave it as it was exported, or empty.")
        message = _("This is not the number of a revision.")
        return [row.problem(REVISION, message, hint=hint, key=draft.key)]
    return []


def carries_revision(row: Row) -> bool:
    """Tell whether a main row says which revision it was exported at."""
    return bool(cell(row, REVISION)) and cell(row, REVISION).lower() != CLEAR


def revision_of(row: Row) -> int | None:
    """Return the revision that a main row carries, or None where that is no number of one."""
    text = cell(row, REVISION)
    is_number = text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) < 2**31
    return int(text) if is_number else None


def _twice(drafts: Drafts, row: Row, key: str) -> Problem | None:
    earlier = drafts.by_key.get(drafts.key(key))
    if earlier is None:
        return None
    first, _column = earlier.places[""]
    hint = _("It stands in %(sheet)s, row %(row)s, already.")
    place = {"sheet": first.sheet, "row": first.number}
    return row.problem(KEY, _("This key stands twice."), key, hint % place)


def _enter(drafts: Drafts, row: Row, entry: dict) -> list[Problem]:
    """Begin the draft of a record that a JSON file gives whole."""
    if twice := _twice(drafts, row, entry["key"]):
        return [twice]
    draft = drafts.start(get_kind(entry["kind"]), entry["key"])
    draft.document = {**entry["document"], "key": draft.key}
    draft.rows += 1
    draft.place("", row)
    return []


def _add_children(drafts: Drafts, children: Sequence[tuple[Sheet, Row]]) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[tuple, Row] = {}
    citations: dict[tuple, list[Row]] = {}
    for sheet, row in children:
        draft, wrong = record_of(drafts, sheet, row)
        problems += wrong
        if draft is None:
            continue
        draft.rows += 1
        if sheet.list == CITATIONS:
            # A citation without a ref is one row; with one it is all the rows that have it.
            ref = cell(row, "ref")
            citations.setdefault((draft.key, ref or f" {row.number}"), []).append(row)
        else:
            problems += _of(draft, add_item(draft, sheet, row, seen))
    for (key, ref), rows in citations.items():
        draft = drafts.by_key[key]
        problems += _of(draft, add_citation(draft, ref.partition(" ")[0], rows))
    return problems


def _of(draft: Draft, problems: list[Problem]) -> list[Problem]:
    """Return problems of a record's rows with its key, so that it is not stored without them."""
    return [found if found.key else replace(found, key=draft.key) for found in problems]
