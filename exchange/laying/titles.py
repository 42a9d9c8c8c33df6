"""Rows of child sheets that name their record by its title, or another of its names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from exchange.cells import unguard
from exchange.laying.tables import Row
from exchange.problems import Problem, rows_named
from exchange.sheets import KEY, RECORD, Sheet, sheets
from records import bulk
from records.kinds import get_kind
from records.models import Alias, Record
from records.text import KEY_PATTERN, fold, tidy

_KEY = re.compile(KEY_PATTERN)

Pairs = Sequence[tuple[Sheet, Row]]
# A record that a text may mean: its key and its kind.
Meant = tuple[str, str]


@dataclass
class Named:
    """Child rows with the keys of their records, those that name several, and what is wrong."""

    rows: list[tuple[Sheet, Row]] = field(default_factory=list)
    astray: list[tuple[Sheet, Row]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def have_titles(texts: Iterable[str], keys: Iterable[str]) -> bool:
    """Tell whether any of the texts by which child rows name their records is no key."""
    return bool(_titles(texts, keys))


def _titles(texts: Iterable[str], keys: Iterable[str]) -> set[str]:
    found = {tidy(text) for text in {*texts}} - {*keys}
    return {text for text in found if text and "\x00" not in text and not _KEY.fullmatch(text)}


def with_keys(children: Pairs, main: Pairs, keys: Sequence[str]) -> Named:
    """Return child rows with keys where they name a record by title.

    ``keys`` are those of the main rows. A text that nothing is called by stays as it is. Where a
    main row without a key is one of several that are called so, the children go to it, and what is
    to be done is told at that row alone.
    """
    texts = _titles((row.cells[RECORD] for _sheet, row in children), keys)
    if not texts:
        return Named([*children])
    keyless = keyless_rows(main, keys)
    meant = _meant(texts, main, keys)
    doubtful: dict[str, list[Row]] = {}
    found = Named()
    for sheet, row in children:
        text = tidy(row.cells[RECORD])
        fitting = sorted(key for key, kind in meant.get(text, ()) if _has(kind, sheet.list))
        if len(fitting) > 1:
            if not keyless.keys() & {*fitting}:
                found.problems.append(_ambiguous(row, text, fitting))
                found.astray.append((sheet, row))
                continue
            fitting = [key for key in fitting if key in keyless]
            doubtful.setdefault(text, []).append(row)
        if fitting:
            row = replace(row, cells={**row.cells, RECORD: fitting[0]})
        found.rows.append((sheet, row))
    found.problems += _doubts(doubtful, meant, keyless)
    return found


def keyless_rows(main: Pairs, keys: Sequence[str]) -> dict[str, Row]:
    """Return key -> main row, of those whose key is proposed and not given."""
    pairs = zip(main, keys, strict=True)
    return {key: row for (_s, row), key in pairs if not tidy(row.cells.get(KEY, ""))}


def doubted(found: Mapping[str, set[str]], row_of: Mapping[str, Row]) -> Iterator[Problem]:
    """Yield a problem at each main row to which others refer by a title that is not its alone.

    ``found`` is what ``records.resolve.Resolver`` doubts, ``row_of`` has the rows of all drafts.
    """
    kinds = dict(
        Record.objects.filter(key__in=set().union(*found.values())).values_list("key", "kind")
    )
    for key, others in found.items():
        row = row_of[key]
        names = [_place(row_of[name]) if name in row_of else name for name in sorted(others)]
        message = _("It has the title of %(others)s, and rows refer to it by the title alone.")
        same = [name for name in sorted(others) if kinds.get(name) == sheets()[row.sheet].kind]
        hint = _("Give the row a key of its own, and write the key that is meant in those rows.")
        if same:
            hint = _(
                "If it is the same record, give its key here: %(key)s. If not, give the row a key "
                "of its own, and write it in those rows."
            ) % {"key": ", ".join(same)}
        said = message % {"others": ", ".join(names)}
        problem = row.problem(KEY, said, tidy(row.cells["title"]), hint, key)
        yield replace(problem, other=same[0] if same else "")


def _doubts(
    doubtful: dict[str, list[Row]], meant: dict[str, set[Meant]], keyless: dict[str, Row]
) -> Iterator[Problem]:
    """Yield a problem at each main row without a key whose title is another record's, too.

    ``doubtful`` has the child rows by the text that names their record.
    """
    rows_of: dict[str, list[Row]] = {}
    other_of: dict[str, set[Meant]] = {}
    for text, rows in doubtful.items():
        for key, kind in sorted(meant[text]):
            if key in keyless:
                rows_of.setdefault(key, []).extend(rows)
                other_of.setdefault(key, set()).update(meant[text] - {(key, kind)})
    kinds = {key: kind for found in meant.values() for key, kind in found}
    for key, rows in rows_of.items():
        yield _doubt(key, kinds[key], rows, sorted(other_of[key]), keyless)


def _doubt(
    key: str, kind: str, rows: list[Row], others: list[Meant], keyless: dict[str, Row]
) -> Problem:
    row = keyless[key]
    names = [_place(keyless[name]) if name in keyless else name for name, _kind in others]
    said = {"others": ", ".join(names), "rows": rows_named((r.sheet, r.number) for r in rows)}
    message = _(
        "It has the title of %(others)s, and these rows name their record by the title alone: "
        "%(rows)s."
    )
    same = [name for name, other in others if other == kind and name not in keyless]
    hint = _(
        "Give the row a key of its own, and write under “record” in those rows the key that is "
        "meant."
    )
    if same:
        hint = _(
            "If it is the same record, give its key here: %(key)s. If not, give the row a key of "
            "its own, and write it under “record” in those rows."
        ) % {"key": ", ".join(same)}
    problem = row.problem(KEY, message % said, tidy(row.cells["title"]), hint, key)
    return replace(problem, other=same[0] if same else "")


def _place(row: Row) -> str:
    return rows_named([(row.sheet, row.number)])


def _has(kind: str, list_name: str) -> bool:
    return list_name in get_kind(kind).lists


def _meant(texts: set[str], main: Pairs, keys: Sequence[str]) -> dict[str, set[Meant]]:
    """Return text -> the records called so: rows of the file, and stored ones."""
    own = {*keys}
    found: dict[str, set[Meant]] = {text: set() for text in texts}
    by_title: dict[str, set[Meant]] = {}
    for (sheet, row), key in zip(main, keys, strict=True):
        title = fold(tidy(unguard(row.cells.get("title", ""))))
        by_title.setdefault(title, set()).add((key, sheet.kind))
    for text in texts:
        found[text] |= by_title.get(fold(text), set())
    for text, key, kind in _stored(sorted(texts)):
        if key not in own:  # its row may give it another title
            found[text].add((key, kind))
    return found


def _stored(texts: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for part in bulk.chunks(texts):
        yield from Record.objects.filter(title__in=part).values_list("title", "key", "kind")
        named = Alias.objects.filter(name__in=part)
        yield from named.values_list("name", "record_id", "record__kind")


def _ambiguous(row: Row, text: str, keys: Sequence[str]) -> Problem:
    hint = _("Write the key of the one that is meant: %(keys)s.") % {"keys": ", ".join(keys[:10])}
    return row.problem(RECORD, _("Several records are called so."), text, hint, keys[0])
