"""Uses: how each column of a foreign table is used, as a form asks it; and which uses there are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchange.mapping.rules import CODES
from exchange.mapping.shapes import is_made
from records.kinds import CITATIONS, Kind, List
from records.types import LocalRefs, Ref, Refs, Several

LEAVE, KEPT, HOST, IDENTIFIER = "leave", "kept", "host", "id"
PARTICIPANTS, IDENTIFIERS = "participants", "identifiers"
# The parts of a date -> where they stand in a rule.
PARTS = {
    "": ("start",),
    "end": ("end",),
    "year": ("start", "year"),
    "month": ("start", "month"),
    "day": ("start", "day"),
    "end.year": ("end", "year"),
    "end.month": ("end", "month"),
    "end.day": ("end", "day"),
}
# Of what happens on one day there is no end.
POINTS = ("", "year", "month", "day")
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Use:
    """How one column is used: ``to`` which place of ours, and how it is read.

    ``to`` is ``LEAVE``, ``KEPT`` (only as the profile's text says), ``HOST``, ``IDENTIFIER``, or a
    letter and a place: f:title, c:series (created where unknown), d:date.end.year, y:domains (a yes
    means ``word``), l:participants.country, t:milestones.signed.year. ``word`` is also the scheme
    of an identifier.
    """

    to: str = ""
    codes: str = ""
    separator: str = ""
    word: str = ""


def destinations(kind: Kind) -> list[tuple[str, Choices]]:
    """Return (group, [(destination, label)]) for all that a column may go to."""
    found = [(str(kind.label), list(_fields(kind)))]
    found += [_whole_date(field) for field in kind.fields if field.type.name == "date"]
    found += [(_capital(items.label), list(_items(items))) for items in _lists(kind)]
    yes = [(f"y:{f.name}", _capital(f.label)) for f in kind.fields if _is_flag(f)]
    if yes:
        found.append((_("A yes (1, x) means our word"), yes))
    found.append((_("Other"), [(IDENTIFIER, _("Number in a dataset (identifier)"))]))
    return [(group, choices) for group, choices in found if choices]


def _whole_date(field) -> tuple[str, Choices]:
    name = _capital(field.label)
    parts = [(to, f"{name}: {part}") for to, part in _date_parts(f"d:{field.name}")]
    return _("%(field)s (date)") % {"field": name}, parts


def known(kind: Kind) -> set[str]:
    """Return every destination of a kind."""
    every = {to for _group, choices in destinations(kind) for to, _label in choices}
    return every | {LEAVE, KEPT}


def codes() -> Choices:
    """Return what countries may be written in."""
    labels = {
        "cow": _("COW codes"),
        "gw": _("Gleditsch-Ward codes"),
        "iso3": _("ISO codes of three letters"),
        "iso2": _("ISO codes of two letters"),
        "numeric": _("ISO numbers"),
    }
    return [("", _("names")), *((code, labels[code]) for code in CODES)]


def _fields(kind: Kind) -> Iterator[tuple[str, str]]:
    for field in kind.fields:
        if field.type.name == "date":
            continue
        yield f"f:{field.name}", _capital(field.label)
        if is_made(field.type.target) and isinstance(field.type, Ref):
            text = _("%(field)s, made as a draft where unknown")
            yield f"c:{field.name}", text % {"field": _capital(field.label)}
    if has_hosts(kind):
        yield HOST, _("Host, who takes part too")


def has_hosts(kind: Kind) -> bool:
    """Tell whether records of a kind have hosts who take part with a role."""
    items = kind.lists.get(PARTICIPANTS)
    return bool(items and "hosts" in kind.field and items.field.get("role"))


def _lists(kind: Kind) -> Iterator[List]:
    names = (name for name in kind.lists if name not in (CITATIONS, IDENTIFIERS))
    # What most tables have comes first.
    yield from (kind.lists[n] for n in sorted(names, key=lambda n: n not in WHO_LISTS))


WHO_LISTS = (PARTICIPANTS, "parties", "members", "milestones", "stages")


def moments(items: List) -> dict[str, str]:
    """Return word -> label of what a list dates (signed, in force …); nothing for other lists."""
    of_type = items.field["type"].type if "type" in items.field else None
    if of_type is None or "date" not in items.field or of_type.name != "choice":
        return {}
    return {word: str(label) for word, label in of_type.choices}


def _items(items: List) -> Iterator[tuple[str, str]]:
    for word, label in moments(items).items():
        for to, part in _date_parts(f"t:{items.name}.{word}", POINTS):
            yield to, f"{_capital(label)}: {part}"
    for field in items.fields:
        if moments(items) or isinstance(field.type, LocalRefs):
            continue
        label = f"{_capital(items.label)}: {field.label}"
        yield f"l:{items.name}.{field.name}", label


def _date_parts(stem: str, names: tuple[str, ...] = tuple(PARTS)) -> Choices:
    labels = {
        "": _("whole, or its start"),
        "end": _("end"),
        "year": _("year"),
        "month": _("month"),
        "day": _("day"),
        "end.year": _("year of the end"),
        "end.month": _("month of the end"),
        "end.day": _("day of the end"),
    }
    return [(f"{stem}.{name}" if name else stem, labels[name]) for name in names]


def _is_flag(field) -> bool:
    return isinstance(field.type, Refs) and not isinstance(field.type, LocalRefs)


def takes_several(of_type) -> bool:
    """Tell whether a field holds several values."""
    return isinstance(of_type, Several)


def _capital(text) -> str:
    text = str(text)
    return text[:1].upper() + text[1:]
