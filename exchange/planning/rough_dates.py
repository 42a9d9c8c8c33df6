"""Dates of which the files say more than dates keep: "late 2014" is read as 2014."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import compress

from django.utils.translation import ngettext

from exchange.cells import DENIES
from exchange.laying.tables import Row, Table
from exchange.problems import Problem
from exchange.sheets import CLAIMS, SAYS, Sheet
from records.dates import not_kept
from records.kinds import CITATIONS, Kind, get_kind, kinds

Said = tuple[str, str]


def rough_dates(tables: Iterable[Table]) -> Iterator[Problem]:
    """Yield a warning for each such date, once for a column; call it before the rows are laid."""
    for table in tables:
        for column in _dates(table.sheet) if table.sheet else ():
            yield from _told(table, column, _written(table, column))
        if table.sheet and table.sheet.name == CITATIONS:
            yield from _told(table, SAYS, _said_of_dates(table))
        yield from _told_of_records(table.entries)


def _dates(sheet: Sheet) -> list[str]:
    """Return the columns of a sheet that are dates."""
    parts = [get_kind(name) for name in sheet.resources]
    parts = [kind.lists[sheet.list] if sheet.list else kind for kind in parts]
    return [*dict.fromkeys(name for part in parts for name in _dates_of(part))]


def _dates_of(part) -> list[str]:
    """Return the fields of a kind, or of a list, that are dates."""
    return [f.name for f in part.fields if f.type.name == "date"]


def _written(table: Table, column: str) -> list[str]:
    found = [row.written(column) for row in table.made]
    has_packed = table.packed and column in table.packed.names
    return found + table.packed.column(column) if has_packed else found


def _said_of_dates(table: Table) -> list[str]:
    """Return what each citation says of a date, "" where it says something else."""
    paths, says = _written(table, CLAIMS), _written(table, SAYS)
    if not any(says) or not paths:
        return []
    are_dates = {path: _is_date(path) for path in {*compress(paths, says)}}
    return [_plain(s) if s and are_dates[p] else "" for p, s in zip(paths, says, strict=True)]


def _plain(says: str) -> str:
    """Return what is said without the sign that it is denied."""
    text = says.strip()
    return text[len(DENIES) :] if text.lower().startswith(DENIES) else text


@cache
def _date_places() -> frozenset[Said]:
    """Return (list, field) for each date of any kind of record; those of no list have ""."""
    found = {("", name) for kind in kinds() for name in _dates_of(kind)}
    lists = (items for kind in kinds() for items in kind.lists.values())
    return frozenset(found | {(items.name, name) for items in lists for name in _dates_of(items)})


def _is_date(path: str) -> bool:
    """Tell whether a claim of this path is of a date."""
    name, *rest = path.strip().split("/")
    place = (name, rest[1]) if len(rest) == 2 else ("", path.strip())
    return place in _date_places()


def _told(table: Table, column: str, texts: Sequence[str]) -> Iterator[Problem]:
    counts = Counter(texts)
    rough = {text: found for text in counts if (found := not_kept(text))}
    first = {text: at for at, text in enumerate(reversed(texts), 1) if text in rough}
    for text, (message, hint) in rough.items():
        row = table.row(len(texts) - first[text])
        yield row.problem(column, message, text, _often(counts[text], hint))


def _told_of_records(entries: Iterable[tuple[Row, dict]]) -> Iterator[Problem]:
    """Yield the warnings of a JSON file: once for each text at its first path."""
    found: dict[str, tuple[Row, str, str]] = {}
    counts: Counter = Counter()
    known = cache(not_kept)
    for row, entry in entries:
        for path, text in _dated(get_kind(entry["kind"]), entry["document"]):
            if isinstance(text, str) and known(text):
                counts[text] += 1
                found.setdefault(text, (row, path, entry["key"]))
    for text, (row, path, key) in found.items():
        message, hint = known(text)
        yield row.problem(path, message, text, _often(counts[text], hint), key)


def _dated(kind: Kind, document: dict) -> Iterator[tuple[str, object]]:
    """Yield path and value of each date of a document, whatever its shape; claims included."""
    fields, lists = (_mapping(document.get(name)) for name in ("fields", "lists"))
    yield from ((name, fields.get(name)) for name in _dates_of(kind))
    for name, items in kind.lists.items():
        holder = document if name == CITATIONS else lists
        for item in _items(holder.get(name)):
            path = f"{name}/{item.get('ref', '')}"
            yield from ((f"{path}/{field}", item.get(field)) for field in _dates_of(items))
            if name == CITATIONS:
                claims = _mapping(item.get(CLAIMS)).items()
                said = ((at, claim) for at, claim in claims if _is_date(at))
                yield from ((f"{path}/{CLAIMS}/{at}", _claimed(claim)) for at, claim in said)


def _claimed(claim: object) -> object:
    return claim.get("denies") if isinstance(claim, dict) else claim


def _mapping(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _often(number: int, hint: str) -> str:
    if number == 1:
        return hint
    rows = ngettext("It stands in %(n)s row.", "It stands in %(n)s rows.", number) % {"n": number}
    return f"{rows} {hint}"
