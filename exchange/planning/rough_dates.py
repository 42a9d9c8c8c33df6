"""Dates of which the files say more than dates keep: "late 2014" is read as 2014."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import ngettext

from exchange.laying.tables import Table
from exchange.problems import Problem
from exchange.sheets import Sheet
from records.dates import not_kept
from records.kinds import get_kind


def rough_dates(tables: Iterable[Table]) -> Iterator[Problem]:
    """Yield a warning for each such date, once for a column; call it before the rows are laid."""
    for table in tables:
        for column in _dates(table.sheet) if table.sheet else ():
            yield from _told(table, column, _written(table, column))


def _dates(sheet: Sheet) -> list[str]:
    """Return the columns of a sheet that are dates."""
    kinds = [get_kind(name) for name in sheet.resources]
    parts = [kind.lists[sheet.list] if sheet.list else kind for kind in kinds]
    found = (f.name for part in parts for f in part.fields if f.type.name == "date")
    return [*dict.fromkeys(found)]


def _written(table: Table, column: str) -> list[str]:
    found = [row.written(column) for row in table.made]
    has_packed = table.packed and column in table.packed.names
    return found + table.packed.column(column) if has_packed else found


def _told(table: Table, column: str, texts: Sequence[str]) -> Iterator[Problem]:
    counts = Counter(texts)
    rough = {text: found for text in counts if (found := not_kept(text))}
    first = {text: at for at, text in enumerate(reversed(texts), 1) if text in rough}
    for text, (message, hint) in rough.items():
        row = table.row(len(texts) - first[text])
        yield row.problem(column, message, text, _often(counts[text], hint))


def _often(number: int, hint: str) -> str:
    if number == 1:
        return hint
    rows = ngettext("It stands in %(n)s row.", "It stands in %(n)s rows.", number) % {"n": number}
    return f"{rows} {hint}"
