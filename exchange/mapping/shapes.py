"""What a profile says, as the rest of the mapping reads it; and where it contradicts itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange.mapping.points import MONTH, YEAR
from exchange.mapping.rules import Rule, RuleError, Template
from records.kinds import CITATIONS, Kind, get_kind, kinds
from records.types import Several, Type

LEAVE_OUT = "leave out"
CREATE = "create"
ALL = "all"


@dataclass(frozen=True)
class Items:
    """A rule for the items of one list: our column -> rule."""

    list: str
    columns: dict[str, Rule]


@dataclass(frozen=True)
class Source:
    """What all records cite: the key of a source, where in it, and for which paths.

    ``record`` has the fields of the source, for the case that it is not stored yet.
    """

    key: str
    locator: tuple[Template, ...] = ()
    claims: tuple[str, ...] = (ALL,)
    basis: str = ""
    record: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """How a table becomes rows of ``sheet`` and of the lists of its records; ``text`` is the file.

    ``heading_row`` is the row of the headings (0: the first with something in it), ``file`` what
    the text was called. ``values`` maps the name of a table of words to: their word, folded ->
    ours, ``LEAVE_OUT`` or ``CREATE``. ``without_month`` is "year" where of a date with a day and
    no month the year alone is taken, ``without_year`` is ``LEAVE_OUT`` where one without its year
    is left out. ``on_pages``: who has it sees a form, and not its text first.
    """

    name: str
    text: str
    sheet: str
    kind: str
    key: tuple[Template, ...]
    columns: dict[str, Rule]
    items: tuple[Items, ...] = ()
    dates: str = ""
    without_month: str = ""
    without_year: str = ""
    missing: frozenset[str] = frozenset()
    group_by: tuple[str, ...] = ()
    country_year: str = ""
    from_sheet: str = ""
    heading_row: int = 0
    file: str = ""
    ignore: tuple[str, ...] = ()
    source: Source | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    on_pages: bool = False

    @property
    def without(self) -> set[str]:
        """Return the parts of a date without which it is taken as far as it can be."""
        given = {MONTH: self.without_month, YEAR: self.without_year}
        return {part for part, way in given.items() if way}

    @property
    def read(self) -> set[str]:
        """Return every column that is read."""
        rules = [*self.columns.values(), *(r for i in self.items for r in i.columns.values())]
        made = [*self.key, *(self.source.locator if self.source else ())]
        found = {name for rule in rules for name in rule.read}
        found |= {name for template in made for name, _by in template.parts}
        return found | {*self.group_by} | ({self.country_year} if self.country_year else set())


def contradictions(profile: Profile) -> Iterator[tuple[str, RuleError]]:
    """Yield (key, error) for each rule that cannot hold together with the rest of the profile."""
    for key, name, of_type, rule in rules_of(profile):
        yield from _words_missing(profile, key, rule)
        marks = profile.missing if rule.missing is None else rule.missing
        if rule.codes == "iso2" and rule.missing is None and "na" in marks:
            hint = _("Give the column its own missing = [...], with or without NA.")
            message = _("NA is Namibia in these codes, and missing elsewhere.")
            yield key, RuleError("", message, hint)
        if (rule.start or rule.end) and of_type.name != "date":
            message = _("“%(name)s” is no date.") % {"name": name}
            yield key, RuleError("", message, _("Name one column."))
        if rule.create and not is_made(getattr(of_type, "target", "")):
            message = _("“%(name)s” refers to nothing that an import could create.")
            yield f"{key}.create", RuleError("", message % {"name": name})
        is_item = key.startswith("items")
        if not is_item and not isinstance(of_type, Several) and _is_many(rule):
            message = _("“%(name)s” holds one value, not several.") % {"name": name}
            yield key, RuleError("", message, _("Name one column, without a separator."))
    yield from _uneven(profile)


def is_made(target: str) -> bool:
    """Tell whether an import may create what a name of this target stands for, from it alone."""
    if target not in {kind.name for kind in kinds()}:
        return False
    return {field.name for field in get_kind(target).fields if field.required} == {"title"}


def misspelt(profile: Profile) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each table of [values] that no column could mean, with those that can."""
    kind = get_kind(profile.kind)
    fields = [*kind.fields, *(f for items in kind.lists.values() for f in items.fields)]
    names = {f.name for f in fields} | {f.type.target for f in fields if f.type.target}
    names |= {rule.values for _key, _name, _type, rule in rules_of(profile) if rule.values}
    yield from ((name, sorted(names)) for name in profile.values if name not in names)


def source_faults(kind: Kind, claims: Iterable[str], given: dict) -> Iterator[tuple]:
    """Yield (key, value, message, what is known) for what [source] says and nothing here has."""
    paths = [ALL, *kind.field, *(name for name in kind.lists if name != CITATIONS)]
    for claim in claims:
        if claim.partition("/")[0] not in paths:
            yield "claims", claim, _("A record has nothing of this name."), paths
    if given.get("basis") and CITATIONS in kind.lists:
        words = [word for word, _label in kind.lists[CITATIONS].field["basis"].type.choices]
        if given["basis"] not in words:
            yield "basis", given["basis"], _("There is no such basis."), words


def rules_of(profile: Profile) -> Iterator[tuple[str, str, Type, Rule]]:
    """Yield each rule: where the profile has it, our column, what that holds, the rule."""
    kind = get_kind(profile.kind)
    for name, rule in profile.columns.items():
        yield f"columns.{name}", name, kind.field[name].type, rule
    for number, items in enumerate(profile.items, start=1):
        fields = kind.lists[items.list].field
        for name, rule in items.columns.items():
            yield f"items[{number}].{name}", name, fields[name].type, rule


def _words_missing(profile: Profile, key: str, rule: Rule) -> Iterator[tuple[str, RuleError]]:
    if rule.values and rule.values not in profile.values:
        message = _("There is no table [values.%(name)s].") % {"name": rule.values}
        hint = _("There are: %(names)s.") % {"names": ", ".join(profile.values) or _("none")}
        yield f"{key}.values", RuleError("", message, hint)


def _is_many(rule: Rule) -> bool:
    return bool(rule.separator) or len(rule.columns) > 1


def _uneven(profile: Profile) -> Iterator[tuple[str, RuleError]]:
    kind = get_kind(profile.kind)
    for number, items in enumerate(profile.items, start=1):
        fields = kind.lists[items.list].field
        rules = [r for n, r in items.columns.items() if not isinstance(fields[n].type, Several)]
        widths = {len(rule.columns) for rule in rules if len(rule.columns) > 1}
        if len(widths) > 1:
            message = _("Numbered columns that go together are equally many.")
            yield f"items[{number}]", RuleError("", message)
        if not any(rule.is_given for rule in items.columns.values()):
            message = _("The items take nothing from the table.")
            yield f"items[{number}]", RuleError("", message, _("Name at least one column."))
        if sum(bool(rule.separator) for rule in rules) > 1:
            message = _("Only one column of an item can hold several parts.")
            yield f"items[{number}]", RuleError("", message)
