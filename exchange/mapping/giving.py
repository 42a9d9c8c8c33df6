"""From uses to a profile's tables: what a form says, put together with what it cannot say."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from exchange.mapping.uses import (
    HOST,
    IDENTIFIER,
    LEAVE,
    PARTICIPANTS,
    PARTS,
    Use,
    takes_several,
)
from records.kinds import Kind

_WILD = frozenset("*?[")


class UseError(ValueError):
    """Raised for a use that cannot be: ``column`` is where."""

    def __init__(self, column: str, message: str):
        super().__init__(message)
        self.column = column


def given(uses: Mapping[str, Use], rest: dict, kind: Kind) -> dict:
    """Return the tables of a profile; ``taking.taken`` is the way back. Raises ``UseError``."""
    found = deepcopy(rest)
    by_place: dict[str, list[str]] = {}
    for column, use in uses.items():
        by_place.setdefault(use.to, []).append(column)
    columns = found.setdefault("columns", {})
    for name, rule in _columns(uses, by_place, kind):
        if name in columns:
            message = _("The text of the profile says already where this comes from.")
            raise UseError(by_place_of(by_place, name), message)
        columns[name] = rule
    hosts = [_host(uses, column, columns) for column in by_place.get(HOST, [])]
    items = [*hosts, *found.get("items", []), *_items(uses, by_place), *_moments(by_place)]
    found["items"] = items
    found["identifiers"] = {**found.get("identifiers", {}), **_schemes(uses, by_place)}
    found["ignore"] = _ignored(uses, rest.get("ignore", []))
    return {name: value for name, value in found.items() if value != [] and value != {}}


def by_place_of(by_place: Mapping[str, list[str]], name: str) -> str:
    """Return a column that goes to the field ``name``."""
    heads = (f"f:{name}", f"c:{name}", f"d:{name}", f"y:{name}")
    return next((c[0] for to, c in by_place.items() if to.startswith(heads)), "")


def _columns(uses, by_place, kind: Kind) -> Iterator[tuple[str, Any]]:
    dates: dict[str, dict[str, list[str]]] = {}
    for to, columns in by_place.items():
        letter, _colon, name = to.partition(":")
        if letter == "d":
            name, _dot, part = name.partition(".")
            dates.setdefault(name, {})[part] = columns
        elif letter == "y":
            yield name, {"flags": {column: _word(uses, column) for column in columns}}
        elif letter in ("f", "c"):
            if len(columns) > 1 and not takes_several(kind.field[name].type):
                message = _("“%(other)s” goes there already, and it holds one value.")
                raise UseError(columns[1], message % {"other": columns[0]})
            yield name, _rule(columns, _one_way(uses, columns), create=letter == "c")
    for name, parts in dates.items():
        yield name, _date(parts)


def _word(uses: Mapping[str, Use], column: str) -> str:
    if not uses[column].word:
        raise UseError(column, _("Write the word: the scheme of the number, or what a yes means."))
    return uses[column].word


def _one_way(uses: Mapping[str, Use], columns: Sequence[str]) -> Use:
    """Return how columns that go together are read; they must be read alike."""
    first = uses[columns[0]]
    for column in columns[1:]:
        if (uses[column].codes, uses[column].separator) != (first.codes, first.separator):
            message = _("It goes with “%(other)s” and must be read like it.")
            raise UseError(column, message % {"other": columns[0]})
    return first


def _rule(columns: Sequence[str], use: Use, *, create: bool = False) -> Any:
    """Return the rule for columns, as short as it can be written."""
    more = {"codes": use.codes, "separator": use.separator, "create": create}
    more = {name: value for name, value in more.items() if value}
    if len(columns) > 1:
        return {"columns": list(columns), **more}
    return {"column": columns[0], **more} if more else columns[0]


def _date(parts: Mapping[str, Sequence[str]]) -> Any:
    ends: dict[str, Any] = {}
    for name in PARTS:
        if name not in parts:
            continue
        column, *others = parts[name]
        if others:
            raise UseError(others[0], _("“%(other)s” is this part already.") % {"other": column})
        end, *inner = PARTS[name]
        if inner and not isinstance(ends.setdefault(end, {}), dict):
            raise UseError(column, _("“%(other)s” is the whole already.") % {"other": ends[end]})
        if inner:
            ends[end][inner[0]] = column
        else:
            ends[end] = column
    for end in ends.values():
        if isinstance(end, dict) and "year" not in end:
            raise UseError(next(iter(end.values())), _("No column has the year to it."))
    return ends["start"] if ends.keys() == {"start"} else ends


def _host(uses, column: str, columns: dict) -> dict:
    rule = _rule([column], uses[column])
    if "hosts" in columns:
        raise UseError(column, _("Another column, or the text, says already who the hosts are."))
    columns["hosts"] = rule
    return {"list": PARTICIPANTS, "country": deepcopy(rule), "role": {"constant": "host"}}


def _items(uses, by_place) -> Iterator[dict]:
    lists: dict[str, dict[str, list[str]]] = {}
    for to, columns in by_place.items():
        if to.startswith("l:"):
            name, _dot, field = to[2:].partition(".")
            lists.setdefault(name, {})[field] = columns
    for name, fields in lists.items():
        if len(fields) > 1:
            rules = {f: _rule(columns, _one_way(uses, columns)) for f, columns in fields.items()}
            yield {"list": name, **rules}
            continue
        # Columns that are read in different ways are items of their own.
        ((field, columns),) = fields.items()
        ways: dict[Use, list[str]] = {}
        for column in columns:
            ways.setdefault(uses[column], []).append(column)
        yield from ({"list": name, field: _rule(part, use)} for use, part in ways.items())


def _moments(by_place) -> Iterator[dict]:
    dated: dict[tuple[str, str], dict[str, list[str]]] = {}
    for to, columns in by_place.items():
        if to.startswith("t:"):
            name, word, *part = to[2:].split(".", 2)
            dated.setdefault((name, word), {})["".join(part)] = columns
    for (name, word), parts in dated.items():
        yield {"list": name, "type": {"constant": word}, "date": _date(parts)}


def _schemes(uses, by_place) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in by_place.get(IDENTIFIER, []):
        scheme = _word(uses, column)
        if scheme in found:
            raise UseError(column, _("“%(other)s” has this scheme.") % {"other": found[scheme]})
        found[scheme] = column
    return found


def _ignored(uses: Mapping[str, Use], before: Sequence[str]) -> list[str]:
    """Return what is ignored: as before, as far as it still is, and what has come to it."""
    left = [name for name, use in uses.items() if use.to == LEAVE]
    still = [n for n in before if _WILD & set(n) or n not in uses or uses[n].to == LEAVE]
    return [*still, *(name for name in left if name not in still)]
