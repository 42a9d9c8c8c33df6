"""Reading and writing JSON: a list of records, each its document in an envelope."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from exchange.laying.tables import Row, Table
from exchange.problems import PROBLEM, Problem
from exchange.reading.limits import MEBIBYTE, Limits
from records.kinds import CITATIONS, kinds
from records.text import tidy

ENVELOPE = ("kind", "key", "title", "status", "revision", "document")
# The paths of what a file for readers leaves out of a record; where that is nothing there is none.
LEFT_OUT = "left_out"
# What export adds to a citation, for readers of the file; import passes over it.
SPELLED_OUT = {
    "source": ("source_title", "source_url"),
    "quoting": ("quoting_title", "quoting_url"),
}
EXTRAS = {name for names in SPELLED_OUT.values() for name in names}
# How deep a record is nested at most, itself counted, and what nests.
DEPTH, NESTED = 12, (dict, list)
# Names that are looked through in what should be a record, at most.
PARTS = 1_000
# From how many signs of lists and values on, and how few bytes for each, a file is a bomb.
SIGNS, SHORTEST = 200_000, 6
# JSON can write half a character, which is no text: an escape of it, alone or one of a pair.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def read_json(source: Path | BinaryIO, name: str = "") -> Table:
    """Return the records of a JSON file as ``entries``; never raises for what is in it.

    ``source`` is a path, or a binary file (an upload), which needs a ``name``.
    """
    table = Table(None)
    name = name or source.name
    try:
        content = _content(source)
        twice: list[Twice] = []
        records = records_in(content, twice)
    except ValueError as error:
        table.problems.append(Problem(name, None, "", str(error)))
        table.unusable = True
        return table
    wrong = _half if _HALF.search(content) else _wrong
    wrong = partial(_twice, wrong) if twice else wrong
    most = Limits.present().faults
    for number, record in enumerate(records, 1):
        row = Row(name, number, {})
        problems = [*islice(wrong(row, record), most)]
        table.problems += problems
        if not problems:
            entry = {name: record.get(name) for name in (*ENVELOPE, LEFT_OUT)}
            table.entries.append((row, {**entry, "document": _plain(record["document"])}))
        if len(table.problems) >= most:
            message = _("There are more faults than can be told: mend these first.")
            table.problems.append(Problem(name, None, "", message))
            table.unusable = True
            break
    return table


def _content(source: Path | BinaryIO) -> bytes:
    """Return the bytes of a file; raise ``ValueError`` where there are too many."""
    limit = Limits.present().json_bytes
    if isinstance(source, Path):
        with source.open("rb") as file:
            data = file.read(limit + 1)
    else:
        source.seek(0)
        data = source.read(limit + 1)
    if len(data) > limit:
        found = {"limit": limit // MEBIBYTE}
        raise ValueError(_("The file is larger than %(limit)s MiB.") % found)
    return data


class Twice(dict):
    """An object of JSON in which a name stands twice: its last value would be taken in silence."""

    name = ""


def _object(twice: list[Twice], pairs: list[tuple[str, Any]]) -> dict:
    """Return the object that a file has; one with a name twice is added to ``twice``."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    wrong = Twice(found)
    wrong.name = next(name for name, _value in pairs if name in seen or seen.add(name))
    twice.append(wrong)
    return wrong


def records_in(data: bytes, twice: list[Twice] | None = None) -> list:
    """Return the list that a JSON file has; raises ``ValueError`` with a sentence.

    Objects in it that have a name twice are added to ``twice``.
    """
    # What records have is at least twice as long, each with its name and sign: a bomb is not.
    signs = sum(map(data.count, (b"{", b"[", b",")))
    if signs > SIGNS and len(data) < SHORTEST * signs:
        raise ValueError(_("The file has far more lists and values than records have."))
    try:
        text, hook = data.decode("utf-8-sig"), partial(_object, [] if twice is None else twice)
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=hook)
    except UnicodeDecodeError:
        raise ValueError(_("The file is not in UTF-8.")) from None
    except RecursionError:
        raise ValueError(_("The file is nested too deeply.")) from None
    except ValueError as error:
        reason = str(error)
        if "set_int_max_str_digits" in reason:
            reason = _("a number has thousands of digits")
        raise ValueError(_("This is not JSON: %(error)s.") % {"error": reason}) from None
    if not isinstance(found, list):
        raise ValueError(_("The file must have a list of records, as export_record writes it."))
    if len(found) > (most := Limits.present().rows):
        message = _("The file has %(number)s records; at most %(most)s are taken. Divide it.")
        raise ValueError(message % {"number": len(found), "most": most})
    return found


def _no_number(text: str):
    raise ValueError(_("%(text)s is not a number") % {"text": text})


def _half(row: Row, record: Any):
    """Yield what is wrong with one record of a file that may have halves of characters in it."""
    deep = _is_deep(record)
    text = "" if deep else json.dumps(record, ensure_ascii=False)
    if half := next((sign for sign in text if "\ud800" <= sign <= "\udfff"), ""):
        found = f"\\u{ord(half):04x}"
        yield row.problem("", _("The record has half a character in it."), found)
    else:
        yield from _wrong(row, record)


def _twice(wrong: Callable, row: Row, record: Any):
    """Yield where a record has a name twice; of others what ``wrong`` finds."""
    places = [*_places_twice(record)] if isinstance(record, NESTED) else []
    for place in places:
        place = place.encode(errors="backslashreplace").decode()
        name = place.rpartition("/")[2]
        message = _("“%(name)s” stands twice here.") % {"name": name[:200]}
        yield row.problem(place[:200], message, hint=_("Keep one of them."))
    if not places:
        yield from wrong(row, record)


def _places_twice(record: Any) -> Iterator[str]:
    waiting = [("", record)]
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, Twice):
            yield f"{path}{found.name}"
        inner = found.items() if isinstance(found, dict) else enumerate(found, 1)
        waiting += [(f"{path}{at}/", one) for at, one in inner if isinstance(one, NESTED)]


def _is_deep(value: Any) -> bool:
    """Tell whether a record is nested deeper than any is: what comes after would fail over it."""
    level = [value]
    for _depth in range(DEPTH):
        inner = [one.values() if type(one) is dict else one for one in level if type(one) in NESTED]
        level = [one for found in inner for one in found]
    return bool(level)


def _wrong(row: Row, record: Any):
    """Yield what is wrong with the envelope of one record."""
    if _is_deep(record):
        yield row.problem("", _("The record is nested too deeply."))
        return
    if not isinstance(record, dict) or len(record) > PARTS:
        yield row.problem("", _("This is not a record."), _short(record))
        return
    for name in sorted(set(record) - {*ENVELOPE, LEFT_OUT, PROBLEM}):
        hint = _("Known here: %(names)s.") % {"names": ", ".join(ENVELOPE)}
        yield row.problem(name, _("There is no such field."), _short(record[name]), hint)
    document = record.get("document")
    if not isinstance(document, dict):
        yield row.problem("document", _("The record has no document."), _short(document))
        return
    known = [kind.name for kind in kinds()]
    if record.get("kind") not in known:
        hint = _("It can be: %(names)s.") % {"names": ", ".join(known)}
        yield row.problem(
            "kind", _("There is no such kind of record."), _short(record.get("kind")), hint
        )
    if not isinstance(record.get("key"), str) or not tidy(record["key"]):
        yield row.problem("key", _("The record has no key."), _short(record.get("key")))
    for name in ("kind", "key"):
        if document.get(name) != record.get(name):
            message = _("The document has another “%(name)s” than its envelope.") % {"name": name}
            yield row.problem(name, message, _short(document.get(name)))
    revision = record.get("revision")
    if revision is not None and (type(revision) is not int or not 0 < revision < 2**31):
        yield row.problem("revision", _("This is not the number of a revision."), _short(revision))
    yield from _wrong_paths(row, record.get(LEFT_OUT))


def _wrong_paths(row: Row, paths: Any):
    if paths is not None and not (isinstance(paths, list) and all(type(p) is str for p in paths)):
        hint = _("Leave it as it was exported.")
        yield row.problem(LEFT_OUT, _("This is not a list of paths."), _short(paths), hint)


def _short(value: Any) -> str | None:
    if isinstance(value, NESTED) and len(value) > PARTS:
        return "…"
    return None if value is None else str(value)[:200]


def _plain(document: dict) -> dict:
    """Return a document without what export spells out in its citations."""
    citations = document.get(CITATIONS)
    if not isinstance(citations, list):
        return document
    plain = [
        {k: v for k, v in c.items() if k not in EXTRAS} if isinstance(c, dict) else c
        for c in citations
    ]
    return {**document, CITATIONS: plain}
