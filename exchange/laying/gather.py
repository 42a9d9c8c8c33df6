"""From rows to drafts: the rows of all sheets laid into the documents of their records."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from exchange.cells import unguard
from exchange.laying.astray import cell_faults
from exchange.laying.at_once import Head
from exchange.laying.children import add_item, record_of
from exchange.laying.citations import add_citation
from exchange.laying.columns import Readers, referred_to
from exchange.laying.control_cells import carries_revision, cell, named
from exchange.laying.drafts import Draft, Drafts
from exchange.laying.envelopes import LEFT_OUT
from exchange.laying.left_out import put_back
from exchange.laying.naming import COUNTRY, name_items
from exchange.laying.revisions import carried, of_the_gone, wrong_revision
from exchange.laying.tables import Row, Table
from exchange.laying.titles import have_titles, with_keys
from exchange.laying.unchanged import Unchanged
from exchange.laying.whole import Look, Whole
from exchange.problems import Problem, rows_named
from exchange.sheets import KEY, RECORD, REF, SHORTHAND, Sheet, sheets
from records.documents import Cleaner
from records.kinds import CITATIONS, get_kind
from records.models import Record, Redirect
from records.resolve import Resolver, references
from records.slugs import slug
from records.text import fold, tidy

KEY_LENGTH = 100


def gather(
    tables: Sequence[Table], look: Look | None = None, aside: Iterable[Unchanged] = ()
) -> tuple[Drafts, Cleaner, list[Problem]]:
    """Return the drafts that the rows of ``tables`` make, and what is wrong with the rows.

    With them goes what has cleaned their values. ``look`` is shown the records that are laid at one
    go; ``aside`` are drafts whose rows were taken out of the tables. Reads the database; writes
    nothing. The order of the tables does not matter.
    """
    main = [Head(table) for table in tables if table.sheet and table.sheet.kind]
    lists = [table for table in tables if table.sheet and table.sheet.list]
    entries = [pair for t in tables for pair in t.entries]
    keys = _keys(main)
    lists, astray, problems = _with_keys(main, lists, keys)
    drafts = _drafts(main, keys, lists, entries)
    resolver = _resolver(tables, _own(drafts, main, keys, entries, aside))
    readers = Readers(Cleaner(resolver))
    for row, entry in entries:
        problems += _enter(drafts, row, entry)
    whole = Whole(drafts, readers, lists, keys, look)
    for (head, at), key in zip(_places(main), keys, strict=True):
        if not whole.lays(head, at, key):
            row = head.table.row(at)
            problems += _begin(drafts, head.table.sheet, row, key, readers)
    children = [(table.sheet, table.row(at)) for table, at in whole.left_over()]
    problems += _add_children(drafts, children, readers, _lost(tables))
    for sheet, row in astray:
        problems += cell_faults(sheet, row, readers.cleaner)
    problems += name_items(drafts, resolver)
    return drafts, readers.cleaner, problems


def _places(main: Sequence[Head]) -> Iterator[tuple[Head, int]]:
    """Yield the place of each main row."""
    return ((head, at) for head in main for at in range(len(head.keys)))


def _with_keys(main: Sequence[Head], lists: Sequence[Table], keys: Sequence[str]):
    """Return the tables of lists with keys where rows name a record by title; see ``with_keys``.

    With them go the rows that name several, and what is wrong.
    """
    if not have_titles((text for table in lists for text in table.column(RECORD)), keys):
        return lists, [], []
    pairs = [(head.table.sheet, row) for head in main for row in head.table.rows]
    children = [(table.sheet, row) for table in lists for row in table.rows]
    called = with_keys(children, pairs, keys)
    groups = groupby(called.rows, key=itemgetter(0))
    lists = [Table(sheet, [row for _sheet, row in rows]) for sheet, rows in groups]
    return lists, called.astray, called.problems


def _drafts(
    main: Sequence[Head], keys: Sequence[str], lists: Sequence[Table], entries: Sequence
) -> Drafts:
    records = {text for table in lists for text in table.column(RECORD)}
    given = {*keys, *(entry["key"] for _row, entry in entries), *map(tidy, records)}
    return Drafts(given, carried(main, keys, lists, entries))


def _own(
    drafts: Drafts,
    main: Sequence[Head],
    keys: Sequence[str],
    entries: Sequence,
    aside: Iterable[Unchanged],
) -> Resolver:
    """Return what finds the records of the import itself."""
    kinds = (head.table.sheet.kind for head, _at in _places(main))
    given = [*map(tidy, (key for head in main for key in head.keys))]
    if drafts.present.renamed:
        keys = [*map(drafts.key, keys)]
    own = dict(zip(keys, kinds, strict=True))
    own |= {drafts.key(entry["key"]): entry["kind"] for _row, entry in entries}
    cells = (cell for head in main for cell in head.table.column("title"))
    titles = {key: unguard(tidy(cell)) for key, cell in zip(keys, cells, strict=True)}
    for draft in aside:
        own[draft.key], titles[draft.key] = draft.kind.name, draft.title
    proposed = {key for key, cell in zip(keys, given, strict=True) if not cell}
    return Resolver(own=own, titles=titles, proposed=proposed)


def _resolver(tables: Sequence[Table], resolver: Resolver) -> Resolver:
    """Return what finds keys, with all that the tables refer to looked up at once."""
    for table in tables:
        if table.sheet:
            resolver.prefetch(referred_to(table))
        resolver.prefetch(pair for _row, e in table.entries for pair in references(e["document"]))
    main = [table for table in tables if table.sheet and table.sheet.kind]
    countries = {cell for table in main for cell in table.column(SHORTHAND)}
    resolver.prefetch((COUNTRY, text) for cell in countries for text in named(cell))
    return resolver


def _keys(main: Sequence[Head]) -> list[str]:
    """Return the key of each main row: as given, or proposed from the title."""
    given = [tidy(key) for head in main for key in head.keys]
    if all(given):
        return given
    taken = {*given, *Record.objects.values_list("key", flat=True)}
    taken.update(Redirect.objects.values_list("old_key", flat=True))
    return [
        key or _proposed(head.table.sheet, head.table.row(at), taken)
        for (head, at), key in zip(_places(main), given, strict=True)
    ]


def _proposed(sheet: Sheet, row: Row, taken: set[str]) -> str:
    stem = slug(unguard(cell(row, "title")))
    if not any(map(str.isalpha, stem)):  # of a title in another script a year at most is left
        stem = f"{sheet.kind}-{stem}"
    stem = stem[: KEY_LENGTH - 6].strip("-")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    taken.add(key)
    return key


def _begin(drafts: Drafts, sheet: Sheet, row: Row, key: str, readers: Readers) -> list[Problem]:
    """Begin the draft of a main row and lay its cells into it."""
    if twice := _twice(drafts, row, key):
        return [twice, *cell_faults(sheet, row, readers.cleaner, key=twice.key)]
    draft = drafts.start(get_kind(sheet.kind), key)
    draft.named = bool(cell(row, KEY))
    draft.rows += 1
    draft.mark("", None, row)
    carries = carries_revision(row)
    stored = draft.document["fields"]
    values, draft.is_clean = readers.of(sheet, draft.kind).values(row.cells, carries, stored)
    draft.lay(values)
    draft.shorthand = named(row.cells.get(SHORTHAND, ""))
    return wrong_revision(drafts, row, key)


def _twice(drafts: Drafts, row: Row, key: str) -> Problem | None:
    earlier = drafts.by_key.get(drafts.key(key))
    if earlier is None:
        return None
    first = earlier.row
    hint = _("It stands in %(sheet)s, row %(row)s, already.")
    place = {"sheet": first.sheet, "row": first.number}
    earlier.rows += 1
    return row.problem(KEY, _("This key stands twice."), key, hint % place, earlier.key)


def _enter(drafts: Drafts, row: Row, entry: dict) -> list[Problem]:
    """Begin the draft of a record that a JSON file gives whole."""
    if twice := _twice(drafts, row, entry["key"]):
        return [twice]
    draft = drafts.start(get_kind(entry["kind"]), entry["key"])
    document = entry["document"]
    if (paths := entry.get(LEFT_OUT)) and (former := drafts.exported(draft)):
        document = put_back(document, former, paths)
    draft.document = {**document, "key": draft.key}
    draft.rows += 1
    draft.is_own, draft.is_clean = True, False
    draft.mark("", None, row)
    return of_the_gone(drafts, row, draft.key, entry.get("revision"))


def _lost(tables: Sequence[Table]) -> dict[str, Row]:
    """Return folded key or title -> the main row that is called so, but could not be read."""
    rows = (row for table in tables if table.sheet and table.sheet.kind for row in table.lost)
    found = {fold(cell(row, name)): row for row in rows for name in (KEY, "title")}
    found.pop("", None)
    return found


def _add_children(
    drafts: Drafts, children: Sequence, readers: Readers, lost: dict[str, Row]
) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[tuple, Row] = {}
    citations: dict[tuple, list[Row]] = {}
    for sheet, row in children:
        draft, wrong = record_of(drafts, sheet, row)
        if draft is None:
            problems += [_of_lost(found, row, lost) for found in wrong]
            problems += cell_faults(sheet, row, readers.cleaner)
            continue
        draft.rows += 1
        problems += wrong_revision(drafts, row, draft.key)
        reader = readers.of(sheet, draft.kind)
        if sheet.list != CITATIONS:
            wrong = _of(draft, add_item(draft, sheet, row, reader, seen))
            if wrong and wrong[0].column == REF:
                wrong += cell_faults(sheet, row, readers.cleaner, draft.kind, draft.key)
            problems += wrong
        elif ref := cell(row, REF):  # with a ref, all the rows that have it are one citation
            citations.setdefault((draft.key, ref), []).append(row)
        else:
            problems += _of(draft, add_citation(draft, "", [row], reader, readers.cleaner))
    for (key, ref), rows in citations.items():
        draft = drafts.by_key[key]
        reader = readers.of(sheets()[CITATIONS], draft.kind)
        problems += _of(draft, add_citation(draft, ref, rows, reader, readers.cleaner))
    return problems


def _of_lost(found: Problem, row: Row, lost: dict[str, Row]) -> Problem:
    """Return a problem of a row's record; it is that one where the record's row was not read."""
    if main := lost.get(fold(cell(row, RECORD))):
        place = rows_named([(main.sheet, main.number)])
        message = _("The row of its record could not be read: %(place)s.") % {"place": place}
        return replace(found, message=message, hint=_("Mend that one."))
    return found


def _of(draft: Draft, problems: list[Problem]) -> list[Problem]:
    """Return problems of a record's rows with its key, so that it is not stored without them."""
    return [found if found.key else replace(found, key=draft.key) for found in problems]
