"""Profiles: how tables of one layout are mapped, read from TOML or YAML and checked."""

import difflib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from exchange.mapping.rules import (
    ORDERS,
    WITHOUT_MONTH,
    Rule,
    RuleError,
    marks_of,
    rule_of,
    templates_of,
)
from exchange.mapping.shapes import (
    ALL,
    LEAVE_OUT,
    Items,
    Profile,
    Source,
    contradictions,
    misspelt,
    source_faults,
)
from exchange.mapping.texts import LENGTH, MOST, ProfileError, parsed
from exchange.problems import Problem
from exchange.sheets import DELETE, KEY, RECORD, REF, REVISION, SHORTHAND, Sheet, sheets
from records.kinds import CITATIONS, get_kind

_TOP = {
    "name": str,
    "sheet": str,
    "from_sheet": str,
    "heading_row": (int, str),
    "dates": str,
    "without_month": str,
    "without_year": str,
    "missing": list,
    "key": (str, list),
    "group_by": list,
    "country_year": str,
    "ignore": list,
    "columns": dict,
    "items": list,
    "identifiers": dict,
    "source": dict,
    "values": dict,
}
_SOURCE = {"key": str, "locator": str, "claims": (str, list), "basis": str, "record": dict}
_KINDS = {str: "text", list: "list", dict: "table", (str, list): "text", (int, str): "number"}
# What stands in the tables and lists of these.
_IN = {
    "ignore": str,
    "group_by": str,
    "columns": (str, dict),
    "items": dict,
    "identifiers": str,
    "values": dict,
}
_NOT_MAPPED = {REVISION, DELETE, KEY, RECORD, REF}


def read_profile(path: Path) -> Profile:
    """Return the profile that a TOML or YAML file has; raises ``ProfileError``."""
    with path.open("rb") as file:
        return profile_of(file.read(MOST + 1), path.name)


def profile_of(content: bytes, name: str) -> Profile:
    """Return the profile of a text called ``name`` (.yaml: YAML, else TOML).

    Raises ``ProfileError``.
    """
    given, text = parsed(content, name)
    reader = _Reader(name)
    profile = reader.profile(given, text)
    if reader.problems:
        raise ProfileError(reader.problems)
    return profile


def is_formed(tables: dict) -> bool:
    """Tell whether the tables of a profile, though it be wrong, are of types that make a form."""
    source, items = tables.get("source", {}), tables.get("items", [])
    return (
        all(_is_formed(name, value) for name, value in tables.items() if name in _TOP)
        and all(isinstance(source[name], _SOURCE[name]) for name in source if name in _SOURCE)
        and all(isinstance(item.get("list"), str) for item in items)
    )


def _is_formed(name: str, value: Any) -> bool:
    inner = [*value.values()] if isinstance(value, dict) else value
    is_told = name in _IN and isinstance(inner, list)
    return isinstance(value, _TOP[name]) and (
        not is_told or all(isinstance(one, _IN[name]) for one in inner)
    )


class _Reader:
    """Reads the tables of a profile; what is wrong is collected."""

    def __init__(self, name: str):
        self.name = name
        self.problems: list[Problem] = []

    def wrong(self, key: str, message: str, value: Any = None, hint: str = "") -> None:
        shown = value if isinstance(value, str | int | None) else ""
        self.problems.append(Problem(self.name, None, key, message, shown, hint))

    def known(self, given: dict, expected: dict, where: str = "") -> dict:
        """Return what has a known key and the right type."""
        found = {}
        for key, value in given.items():
            if key not in expected:
                self.unknown(where + key, _("A profile has no such key."), key, expected)
            elif not isinstance(value, expected[key]):
                kind = _KINDS[expected[key]]
                self.wrong(where + key, _("It must be a %(kind)s.") % {"kind": kind}, value)
            else:
                found[key] = value
        return found

    def unknown(self, key: str, message: str, value: str, names) -> None:
        close = difflib.get_close_matches(value[:LENGTH], names, n=1)
        hint = _("Did you mean “%(name)s”?") % {"name": close[0]} if close else ""
        every = _("These are known: %(names)s.") % {"names": ", ".join(names)}
        self.wrong(key, message, value, hint or every)

    def profile(self, given: dict, text: str) -> Profile | None:
        top = self.known(given, _TOP)
        mains = [sheet.name for sheet in sheets().values() if sheet.kind]
        if top.get("sheet") not in mains:
            self.unknown("sheet", _("There is no sheet of this name."), top.get("sheet", ""), mains)
            return None
        sheet = sheets()[top["sheet"]]
        if not top.get("key"):
            hint = _('Write key = "mme-{id}": what makes the key of a record.')
            self.wrong("key", _("The profile does not say how keys are made."), hint=hint)
        if top.get("dates", "ymd") not in ORDERS:
            self.unknown("dates", _("There is no such order."), top["dates"], ORDERS)
        if top.get("without_month", "") not in WITHOUT_MONTH:
            message = _("Only the year can be taken then.")
            self.unknown("without_month", message, top["without_month"], ["year"])
        if top.get("without_year", "") not in ("", LEAVE_OUT):
            message = _("Such a date can only be left out.")
            self.unknown("without_year", message, top["without_year"], [LEAVE_OUT])
        rules = self.rules(top.get("columns", {}), sheet, "columns.")
        # Participants by their countries alone: the same as items that say no more.
        shorthand = [Items(SHORTHAND, {"country": rules[SHORTHAND]})] if SHORTHAND in rules else []
        profile = Profile(
            name=top.get("name") or Path(self.name).stem,
            text=text,
            sheet=sheet.name,
            kind=sheet.kind,
            key=self.attempt("key", templates_of, top["key"], "") if top.get("key") else (),
            columns={name: rule for name, rule in rules.items() if name != SHORTHAND},
            items=(*shorthand, *self.items(top, sheet.kind)),
            dates=top.get("dates", ""),
            without_month=top.get("without_month", ""),
            without_year=top.get("without_year", ""),
            missing=self.attempt("missing", marks_of, top.get("missing", []), "") or frozenset(),
            group_by=self.texts(top, "group_by"),
            country_year=top.get("country_year", ""),
            from_sheet=top.get("from_sheet", ""),
            heading_row=self.number(top, "heading_row"),
            file=self.name,
            ignore=self.texts(top, "ignore"),
            source=self.source(top["source"], sheet.kind) if "source" in top else None,
            values=self.values(top.get("values", {})),
        )
        for key, error in contradictions(profile):
            self.wrong(key, str(error), hint=error.hint)
        for name, names in misspelt(profile):
            message = _("No column has such a table of words.")
            self.unknown(f"values.{name}", message, name, names)
        return profile

    def attempt(self, key: str, read, *given) -> Any:
        """Return what ``read`` makes of a value; what is wrong with it is told."""
        try:
            return read(*given)
        except RuleError as error:
            path = ".".join(part for part in (key, error.key) if part)
            self.wrong(path, str(error), given[0], error.hint)
            return None

    def number(self, top: dict, key: str) -> int:
        text = str(top.get(key, 0))
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            self.wrong(key, _("It must be the number of a row."), text)
            return 0
        return int(text)

    def texts(self, top: dict, key: str) -> tuple[str, ...]:
        found = top.get(key, [])
        if not all(isinstance(text, str) for text in found):
            self.wrong(key, _("It must be a list of texts."))
            return ()
        return tuple(found)

    def rules(self, given: dict, sheet: Sheet, where: str, fields=None) -> dict[str, Rule]:
        """Return the rules for columns of a sheet: all of it, or the ``fields`` of one kind's."""
        found = {}
        names = [name for name in fields or sheet.columns if name not in _NOT_MAPPED]
        for column, value in given.items():
            if column not in names:
                message = _("The sheet %(sheet)s has no such column.") % {"sheet": sheet.name}
                self.unknown(where + column, message, column, names)
            elif rule := self.attempt(where + column, rule_of, value):
                found[column] = rule
        return found

    def items(self, top: dict, kind: str) -> tuple[Items, ...]:
        lists = [name for name in get_kind(kind).lists if name != CITATIONS]
        found = []
        for number, given in enumerate(top.get("items", []), start=1):
            where = f"items[{number}]."
            table = given if isinstance(given, dict) else {}
            if table.get("list") not in lists:
                message = _("There is no such list in records of this kind.")
                self.unknown(where + "list", message, str(table.get("list", "")), lists)
                continue
            columns = {name: value for name, value in table.items() if name != "list"}
            fields = get_kind(kind).lists[table["list"]].field
            rules = self.rules(columns, sheets()[table["list"]], where, fields)
            found.append(Items(table["list"], rules))
        for scheme, column in top.get("identifiers", {}).items():
            if not isinstance(column, str):
                self.wrong(f"identifiers.{scheme}", _("It must be a text."), column)
                continue
            rules = {"scheme": Rule(constant=scheme), "value": Rule(columns=(column,))}
            found.append(Items("identifiers", rules))
        return tuple(found)

    def source(self, given: dict, kind: str) -> Source | None:
        found = self.known(given, _SOURCE, "source.")
        if not found.get("key"):
            hint = _("Write the key of a source.")
            self.wrong("source.key", _("The profile does not say what is cited."), hint=hint)
            return None
        columns = {*sheets()["sources"].columns} - _NOT_MAPPED
        record = found.get("record", {})
        for name in record:
            if name not in columns:
                message = _("A source has no such field.")
                self.unknown(f"source.record.{name}", message, name, sorted(columns))
        claims = found.get("claims", ALL)
        claims = (claims,) if isinstance(claims, str) else tuple(map(str, claims))
        for key, value, message, names in source_faults(get_kind(kind), claims, found):
            self.unknown(f"source.{key}", message, value, names)
        locator = found.get("locator")
        return Source(
            key=found["key"],
            locator=self.attempt("source.locator", templates_of, locator, "") if locator else (),
            claims=claims,
            basis=found.get("basis", ""),
            record={name: rule_text(value) for name, value in record.items()},
        )

    def values(self, given: dict) -> dict[str, dict[str, str]]:
        found = {}
        for name, table in given.items():
            if not isinstance(table, dict):
                self.wrong(f"values.{name}", _("It must be a table."), hint='"Burma" = "MM"')
                continue
            found[name] = {word.strip().casefold(): rule_text(ours) for word, ours in table.items()}
        return found


def rule_text(value: Any) -> str:
    """Return a plain value of TOML as the text of a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
