"""The revisions that rows of an export carry: what they start from, and which cannot be."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from exchange.laying.at_once import Head
from exchange.laying.control_cells import is_carried, revision_in
from exchange.laying.drafts import Drafts
from exchange.laying.tables import Row, Table
from exchange.problems import Problem
from exchange.sheets import RECORD, REVISION
from records.text import tidy


def carried(
    main: Sequence[Head], keys: Sequence[str], lists: Sequence[Table], entries: Sequence
) -> Iterator[tuple[str, int]]:
    """Yield key and revision for each row that carries one."""
    yield from ((e["key"], e["revision"]) for _row, e in entries if e.get("revision"))
    cells = (cell for head in main for cell in head.revisions or [""] * len(head.keys))
    yield from _read(zip(keys, cells, strict=True))
    for table in lists:
        cells = table.column(REVISION)
        # Most sheets that are typed have none, and all rows of a record have the same.
        pairs = {*zip(table.column(RECORD), cells, strict=True)} if any(cells) else ()
        yield from _read((tidy(key), cell) for key, cell in pairs)


def _read(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    yield from ((key, number) for key, cell in pairs if cell and (number := revision_in(cell)))


def wrong_revision(drafts: Drafts, row: Row, key: str) -> list[Problem]:
    """Return what is wrong with the revision that the row of a sheet carries."""
    cell = row.cells.get(REVISION, "")
    if not is_carried(cell):
        return []
    number = revision_in(cell)
    if number is None:
        hint = _("Leave it as it was exported, or empty.")
        message = _("This is not the number of a revision.")
        return [row.problem(REVISION, message, hint=hint, key=drafts.key(key))]
    return of_the_gone(drafts, row, key, number)


def of_the_gone(drafts: Drafts, row: Row, key: str, number: int | None) -> list[Problem]:
    """Return that the record of a row, which carries a revision, was deleted here since."""
    key = drafts.key(key)
    if not number or key not in drafts.gone:
        return []
    hint = _("To store it anew, empty this cell in all of its rows.")
    return [row.problem(REVISION, drafts.gone[key], number, hint, key)]
