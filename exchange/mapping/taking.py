"""From a profile's tables to uses: what a form can say is taken out, the rest is kept as it is."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from exchange.mapping.rules import Rule, RuleError, rule_of
from exchange.mapping.uses import (
    HOST,
    IDENTIFIER,
    LEAVE,
    PARTICIPANTS,
    PARTS,
    Use,
    known,
    moments,
)
from records.kinds import Kind

_SIMPLE = {"column", "columns", "codes", "separator", "create"}
_HOST_ROLE = {"constant": "host"}


def taken(given: dict, kind: Kind, order: Sequence[str]) -> tuple[dict[str, Use], dict]:
    """Return column -> use for the columns of ``order``, and what of the profile no use says.

    Each column has one use. ``giving.given`` puts both together again.
    """
    taker = _Taker(given, kind, order)
    taker.take()
    return taker.uses, taker.rest


class _Taker:
    def __init__(self, given: dict, kind: Kind, order: Sequence[str]):
        self.kind, self.order = kind, {name: at for at, name in enumerate(order)}
        self.rest = deepcopy(given)
        self.uses: dict[str, Use] = {}
        self.known = known(kind)
        self.alone: set[str] = set()  # lists of which one field is taken

    def take(self) -> None:
        self._host()
        columns = self.rest.get("columns", {})
        for name in [n for n in columns if self._column(n, columns[n])]:
            del columns[name]
        items = self.rest.get("items", [])
        items[:] = [item for item in items if not self._item(item)]
        schemes = self.rest.get("identifiers", {})
        for scheme in [s for s in schemes if self._identifier(s, schemes[s])]:
            del schemes[scheme]
        for name in self.rest.get("ignore", []):
            if isinstance(name, str) and self._free([name]):
                self.uses[name] = Use(LEAVE)

    def _free(self, columns: Sequence[str]) -> bool:
        """Tell whether columns have no use yet, and stand in the order of the table."""
        places = [self.order.get(name, -1) for name in columns]
        is_new = not any(name in self.uses for name in columns)
        return bool(places) and is_new and min(places) >= 0 and places == sorted(set(places))

    def _use(self, to: str, columns: Sequence[str], rule: Rule | None = None, **more) -> bool:
        if to not in self.known or not self._free(columns):
            return False
        codes = rule.codes if rule and rule.codes != "name" else ""
        use = Use(to, codes, rule.separator if rule else "", **more)
        self.uses.update(dict.fromkeys(columns, use))
        return True

    def _host(self) -> None:
        columns, items = self.rest.get("columns", {}), self.rest.get("items", [])
        rule = _simple(columns.get("hosts"))
        for item in items:
            is_host = isinstance(item, dict) and item.keys() == {"list", "country", "role"}
            if not (rule and is_host and item["list"] == PARTICIPANTS):
                continue
            if item["role"] == _HOST_ROLE and _simple(item["country"]) == rule:
                if len(rule.columns) == 1 and self._use(HOST, rule.columns, rule):
                    del columns["hosts"]
                    items.remove(item)
                return

    def _column(self, name: str, value: Any) -> bool:
        field = self.kind.field.get(name)
        if field is None:
            return False
        if field.type.name == "date":
            return self._date(f"d:{name}", value)
        if isinstance(value, dict) and value.keys() == {"flags"}:
            return self._flags(name, value["flags"])
        rule = _simple(value)
        if rule is None:
            return False
        return self._use(f"{'c' if rule.create else 'f'}:{name}", rule.columns, rule)

    def _flags(self, name: str, flags: Any) -> bool:
        if not isinstance(flags, dict) or not all(isinstance(w, str) for w in flags.values()):
            return False
        if f"y:{name}" not in self.known or not all(self._free([column]) for column in flags):
            return False
        self.uses.update({c: Use(f"y:{name}", word=word) for c, word in flags.items()})
        return True

    def _date(self, stem: str, value: Any) -> bool:
        parts = _parts(value)
        columns = list(parts.values())
        names = {f"{stem}.{name}" if name else stem: column for name, column in parts.items()}
        is_told = names.keys() <= self.known and len(columns) == len(set(columns))
        if not names or not is_told or not all(self._free([c]) for c in columns):
            return False
        self.uses.update({column: Use(to) for to, column in names.items()})
        return True

    def _item(self, item: Any) -> bool:
        items = self.kind.lists.get(item.get("list")) if isinstance(item, dict) else None
        if items is None:
            return False
        if moments(items):
            is_dated = item.keys() == {"list", "type", "date"} and isinstance(item["type"], dict)
            if not is_dated or item["type"].keys() != {"constant"}:
                return False
            return self._date(f"t:{items.name}.{item['type']['constant']}", item["date"])
        return self._plain_item(items.name, {n: v for n, v in item.items() if n != "list"})

    def _plain_item(self, name: str, fields: dict) -> bool:
        rules = {f"l:{name}.{field}": _simple(value) for field, value in fields.items()}
        if not rules or any(rule is None or rule.create for rule in rules.values()):
            return False
        columns = [column for rule in rules.values() for column in rule.columns]
        others = {use.to for use in self.uses.values() if use.to.startswith(f"l:{name}.")}
        if others and (len(rules) > 1 or others != rules.keys() or not self._goes_on(rules)):
            return False
        told = rules.keys() <= self.known and len(columns) == len(set(columns))
        if not told or not all(self._free(rule.columns) for rule in rules.values()):
            return False
        return all(self._use(to, rule.columns, rule) for to, rule in rules.items())

    def _goes_on(self, rules: dict[str, Rule]) -> bool:
        """Tell whether the columns of one more item stand after those taken for the same place."""
        ((to, rule),) = rules.items()
        last = max(self.order[name] for name, use in self.uses.items() if use.to == to)
        return all(self.order.get(name, -1) > last for name in rule.columns)

    def _identifier(self, scheme: str, column: Any) -> bool:
        return isinstance(column, str) and self._use(IDENTIFIER, [column], word=scheme)


def _simple(value: Any) -> Rule | None:
    """Return the rule of a value that says columns, codes and a separator alone; else None."""
    if not isinstance(value, str) and not (isinstance(value, dict) and value.keys() <= _SIMPLE):
        return None
    try:
        rule = rule_of(value)
    except RuleError:
        return None
    return rule if rule.columns else None


def _parts(value: Any) -> dict[str, str]:
    """Return part of a date -> column; nothing where a form cannot say it."""
    if isinstance(value, str):
        return {"": value}
    if not isinstance(value, dict):
        return {}
    if value.keys() <= {"year", "month", "day"}:
        value = {"start": value}
    found: dict[str, str] = {}
    for name, place in PARTS.items():
        end = value.get(place[0])
        column = end if len(place) == 1 else end.get(place[1]) if isinstance(end, dict) else None
        if isinstance(column, str):
            found[name] = column
    said = sum(len(end) if isinstance(end, dict) else 1 for end in value.values())
    return found if said == len(found) and value.keys() <= {"start", "end"} else {}
