"""Rules: where a cell of ours comes from in a foreign table; and how a profile writes one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

CODES = ("cow", "gw", "iso3", "iso2", "numeric")
ORDERS = ("dmy", "mdy", "ymd")
WITHOUT_MONTH = ("", "year")
FILTERS = ("year", "name", *CODES)
# Of a span of columns: looking for its dots costs the square of its length.
LONGEST = 300
_SPAN = re.compile(r"(.*?)([0-9]+|[A-Z]{1,2}|[a-z]{1,2})\.\.(.*?)([0-9]+|[A-Z]{1,2}|[a-z]{1,2})")
_FIELD = re.compile(r"\{([^{}|]+)(?:\|([a-z0-9]+))?\}")
KEYS = {
    "column",
    "columns",
    "separator",
    "codes",
    "create",
    "values",
    "missing",
    "constant",
    "make",
    "flags",
    "year",
    "month",
    "day",
    "start",
    "end",
    "dates",
    "when",
}


class RuleError(ValueError):
    """Raised for a rule that cannot be meant: ``key`` within it, and a ``hint`` of what can."""

    def __init__(self, key: str, message: str, hint: str = ""):
        super().__init__(message)
        self.key, self.hint = key, hint


@dataclass(frozen=True)
class Point:
    """Where one end of a date comes from: one column of text, or columns of year, month, day."""

    text: str = ""
    year: str = ""
    month: str = ""
    day: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that it reads."""
        return tuple(name for name in (self.text, self.year, self.month, self.day) if name)


@dataclass(frozen=True)
class Template:
    """A text with columns in braces: ``{name} {start|year}``."""

    text: str
    parts: tuple[tuple[str, str], ...]  # (column, filter)

    @classmethod
    def of(cls, text: str) -> "Template":
        """Read a template; raises ``RuleError`` for an unknown filter or a stray brace."""
        parts = tuple((name.strip(), by or "") for name, by in _FIELD.findall(text))
        for _name, by in parts:
            if by and by not in FILTERS:
                hint = _("These are known: %(names)s.") % {"names": ", ".join(FILTERS)}
                raise RuleError("", _("There is no filter “%(name)s”.") % {"name": by}, hint)
        if re.search(r"[{}]", _FIELD.sub("", text)):
            raise RuleError("", _("A brace is left over."), _("Write {column} or {column|year}."))
        return cls(text, parts)

    def filled(self, values: Iterable[str]) -> str:
        """Return the text with ``values`` in the places of its parts, in order."""
        found = iter(values)
        return " ".join(_FIELD.sub(lambda _match: next(found), self.text).split())


@dataclass(frozen=True)
class Rule:
    """Where one cell of ours comes from; of ``constant``, ``make``, ``flags``, ``start``, columns.

    ``missing`` replaces the profile's marks, ``values`` names a table of [values], ``codes`` says
    what the countries are written in, ``dates`` the order of day and month. The rule holds only
    where the column ``when``, if there is one, says yes. With ``create``, a record that is not
    known by its key or title is made, as a draft.
    """

    columns: tuple[str, ...] = ()
    separator: str = ""
    codes: str = ""
    values: str = ""
    missing: frozenset[str] | None = None
    constant: str | None = None
    make: tuple[Template, ...] = ()
    flags: dict[str, str] = field(default_factory=dict, hash=False)
    start: Point | None = None
    end: Point | None = None
    dates: str = ""
    when: str = ""
    create: bool = False

    @property
    def read(self) -> tuple[str, ...]:
        """Return every column that the rule reads."""
        made = [name for template in self.make for name, _by in template.parts]
        points = [name for point in (self.start, self.end) if point for name in point.columns]
        condition = [self.when] if self.when else []
        return tuple(dict.fromkeys([*self.columns, *made, *self.flags, *points, *condition]))

    @property
    def is_given(self) -> bool:
        """Tell whether what the rule gives stands in the table: it is not constant or made."""
        return self.constant is None and not self.make


def span(text: str) -> list[str]:
    """Return the columns that ``StateA..StateAD`` or ``state1..state39`` means; else ``[text]``.

    Raises ``RuleError`` for a span that runs backwards or between unlike names.
    """
    if ".." not in text:
        return [text]
    match = _SPAN.fullmatch(text) if len(text) <= LONGEST else None
    hint = _("Write StateA..StateAD, or state1..state39.")
    if not match or match[1] != match[3] or match[2].isdigit() != match[4].isdigit():
        raise RuleError("columns", _("This is no span of columns."), hint)
    first, last = _number(match[2]), _number(match[4])
    if not first <= last < first + 1000:
        raise RuleError("columns", _("The span ends before it begins, or is too long."), hint)
    return [match[1] + _like(number, match[2]) for number in range(first, last + 1)]


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _like(number: int, first: str) -> str:
    if first.isdigit():
        return str(number).zfill(len(first))
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters if first.isupper() else letters.lower()


def rule_of(given: Any) -> Rule:
    """Return the rule that a value of a profile writes; raises ``RuleError``."""
    if isinstance(given, str):
        return Rule(columns=(given,))
    if not isinstance(given, dict):
        hint = _('Write "their column", or { column = "their column" }.')
        raise RuleError("", _("This is no rule."), hint)
    for key in given:
        if key not in KEYS:
            hint = _("These are known: %(names)s.") % {"names": ", ".join(sorted(KEYS))}
            raise RuleError(key, _("A rule has no such key."), hint)
    rule = Rule(
        columns=_columns(given),
        separator=_text(given, "separator"),
        codes=_one_of(given, "codes", ("name", *CODES)),
        values=_text(given, "values"),
        missing=marks_of(given["missing"], "missing") if "missing" in given else None,
        constant=_constant(given),
        make=templates_of(given["make"], "make") if "make" in given else (),
        flags=_flags(given),
        start=_start(given),
        end=_point(given["end"], "end") if "end" in given else None,
        dates=_one_of(given, "dates", ORDERS),
        when=_text(given, "when"),
        create=_yes(given, "create"),
    )
    ways = [rule.columns, rule.constant is not None, rule.make, rule.flags, rule.start or rule.end]
    if sum(bool(way) for way in ways) != 1:
        hint = _("One of: column, columns, constant, make, flags, year or start and end.")
        raise RuleError("", _("A rule says in one way where its value comes from."), hint)
    return rule


def marks_of(given: Any, key: str) -> frozenset[str]:
    """Return marks for missing values, as they are compared."""
    if not isinstance(given, list):
        raise RuleError(key, _("This is no list."), _('Write ["-9", "NA"].'))
    return frozenset(str(mark).strip().casefold() for mark in given)


def templates_of(given: Any, key: str) -> tuple[Template, ...]:
    """Return the templates of a text or a list of texts."""
    texts = given if isinstance(given, list) else [given]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise RuleError(key, _("This is no text."), _('Write "{name} {year}".'))
    if max(map(len, texts)) > LONGEST:
        raise RuleError(key, _("The text is too long."))
    try:
        return tuple(Template.of(text) for text in texts)
    except RuleError as error:
        raise RuleError(key, str(error), error.hint) from None


def _text(given: dict, key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str) or (key in given and not value):
        raise RuleError(key, _("This is no text."))
    return value


def _yes(given: dict, key: str) -> bool:
    if not isinstance(given.get(key, False), bool):
        raise RuleError(key, _("This is neither true nor false."))
    return given.get(key, False)


def _one_of(given: dict, key: str, choices: tuple[str, ...]) -> str:
    value = _text(given, key)
    if value and value not in choices:
        hint = _("One of: %(names)s.") % {"names": ", ".join(choices)}
        raise RuleError(key, _("This is not known."), hint)
    return value


def _columns(given: dict) -> tuple[str, ...]:
    column, columns = _text(given, "column"), given.get("columns", [])
    names = [columns] if isinstance(columns, str) else columns
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RuleError("columns", _("This is no list of columns."))
    return tuple(([column] if column else []) + [name for text in names for name in span(text)])


def _constant(given: dict) -> str | None:
    if "constant" not in given:
        return None
    value = given["constant"]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int) or value == "":
        raise RuleError("constant", _("This is no text and no number."))
    return str(value)


def _flags(given: dict) -> dict[str, str]:
    flags = given.get("flags", {})
    if not isinstance(flags, dict) or not all(isinstance(word, str) for word in flags.values()):
        raise RuleError(
            "flags", _("This is no table."), _('Write { "their column" = "our word" }.')
        )
    return flags


def _start(given: dict) -> Point | None:
    if "start" in given:
        return _point(given["start"], "start")
    parts = {name: given[name] for name in ("year", "month", "day") if name in given}
    return _point(parts, "year") if parts else None


def _point(given: Any, key: str) -> Point:
    if isinstance(given, str):
        return Point(text=given)
    is_table = isinstance(given, dict) and "year" in given
    texts = is_table and all(isinstance(name, str) for name in given.values())
    if not texts or {*given} - {"year", "month", "day"}:
        hint = _('Write "column", or { year = "column", month = "column", day = "column" }.')
        raise RuleError(key, _("This is no date."), hint)
    return Point(**given)
