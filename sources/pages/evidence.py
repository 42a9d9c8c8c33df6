"""Verdicts as a page shows them: the mark, the numbers of the sources, the ledger."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sources.evidence import AGREED, DISPUTED, SINGLE, Group, Statement, Verdict
from sources.evidence.labels import REASONS, STANCES, STATES
from sources.evidence.model import DENIES, MENTIONS, REPRINT, SUPPORTS
from sources.evidence.values import members
from sources.pages.bibliography import Bibliography, Entry
from sources.pages.words import Words

LONG = 160


def anchor(prefix: str, path: str) -> str:
    """Return the id of a path in the page."""
    return f"{prefix}-{path.replace('/', '-')}"


@dataclass(frozen=True)
class Mark:
    """A verdict in one sign and a few words."""

    state: str
    text: str

    @classmethod
    def of(cls, verdict: Verdict) -> "Mark":
        """Return the mark of a verdict in the words of a record's page."""
        if verdict.state == AGREED:
            text = ngettext("Agreed, %(n)s source", "Agreed, %(n)s sources", verdict.sources)
            return cls(verdict.state, text % {"n": verdict.sources})
        if verdict.state == DISPUTED:
            sides = {"for": verdict.supporting, "against": verdict.opposing}
            return cls(verdict.state, _("Disputed, %(for)s to %(against)s") % sides)
        return cls(verdict.state, str(STATES[verdict.state]))


@dataclass(frozen=True)
class Line:
    """One statement in a ledger."""

    entry: Entry
    stance: str
    against: bool
    states: SafeString
    quotation: str
    where: str
    rated: str
    counted: bool

    @property
    def signature(self) -> tuple:
        """Return what two lines share that say the same of different paths."""
        return self.entry.number, self.stance, self.where, self.states, self.quotation

    def joined(self, other: "Line") -> "Line":
        """Return one line for two places of a source that state the same."""
        places = [*self.where.split("; "), other.where]
        where = "; ".join(dict.fromkeys(place for place in places if place))
        first = self if self.counted or not other.counted else other
        return replace(first, where=where)


@dataclass(frozen=True)
class Block:
    """The statements of one value in a ledger."""

    value: SafeString
    accepted: bool
    denied: bool
    sources: int
    lines: list[Line]
    mention: bool = False


@dataclass(frozen=True)
class Other:
    """What sources say that the record does not accept."""

    text: SafeString
    entries: list[Entry]


@dataclass
class PartGroup:
    """Fields of one list item that rest on the same statements."""

    evidence: "Evidence"
    labels: str


@dataclass
class Evidence:
    """All that a page shows of the evidence for one path."""

    verdict: Verdict
    words: Words
    bibliography: Bibliography
    parts: list["Evidence"] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Return the path that the evidence is of."""
        return self.verdict.path

    @property
    def anchor(self) -> str:
        """Return the id of the ledger."""
        return anchor("e", self.path)

    @property
    def is_disputed(self) -> bool:
        """Tell whether sources disagree about it."""
        return self.verdict.state == DISPUTED

    @property
    def label(self) -> str:
        """Return what the evidence is of, in words."""
        return self.words.label(self.path)

    @property
    def field_label(self) -> str:
        """Return the name of the field alone."""
        return self.words.field_label(self.path)

    @cached_property
    def mark(self) -> Mark:
        """Return the mark of the verdict."""
        return Mark.of(self.verdict)

    @cached_property
    def entries(self) -> list[Entry]:
        """Return the sources that support the value, in the order of their numbers."""
        return self._entries(
            s for s in self.verdict.statements if s.stated and s.stance == SUPPORTS
        )

    def entries_for(self, key: str) -> list[Entry]:
        """Return the sources that name one member of a set."""
        supporting = (s for s in self.verdict.statements if s.stated and s.stance == SUPPORTS)
        return self._entries(s for s in supporting if key in members(s.value))

    @cached_property
    def others(self) -> list[Other]:
        """Return what is said against the accepted value; if all goes with it, the other values."""
        if not self.is_disputed:
            return []
        rest = [g for g in self.verdict.groups if not g.is_accepted]
        against = [g for g in rest if any(s.stance != SUPPORTS for s in g.statements)]
        return [self._other(group) for group in against or rest]

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the ledger: by value, the accepted one first, mere mentions last."""
        blocks = [self._block(group) for group in self.verdict.groups]
        mentions = [s for s in self.verdict.statements if not s.stated]
        if mentions:
            lines = [self._line(s, None) for s in mentions]
            blocks.append(Block(format_html("{}", ""), False, False, 0, lines, mention=True))
        return blocks

    @cached_property
    def lines(self) -> list[Line]:
        """Return the ledger of what is no dispute: a line for each source and what it states."""
        found: dict[tuple, Line] = {}
        for line in (line for block in self.blocks for line in block.lines):
            said = line.entry.number, line.stance, line.states, line.quotation
            found[said] = found[said].joined(line) if said in found else line
        return list(found.values())

    @property
    def part_groups(self) -> list[PartGroup]:
        """Return the item's fields, those together that rest on the same; disputed ones first."""
        groups: dict[tuple, list[Evidence]] = {}
        for part in sorted(self.parts, key=lambda part: not part.is_disputed):
            alone = part.path if part.is_disputed else ""
            groups.setdefault((alone, *(line.signature for line in part.lines)), []).append(part)
        return [PartGroup(g[0], ", ".join(p.field_label for p in g)) for g in groups.values()]

    @property
    def rates(self) -> bool:
        """Tell whether the ledger's last column has anything in it."""
        return any(line.rated for block in self.blocks for line in block.lines)

    # How each is made ---------------------------------------------------------------------------

    def _entries(self, statements) -> list[Entry]:
        found = {s.source + "\n" + s.quoting: s for s in statements}
        entries = [self.bibliography.entry(s.source, s.quoting) for s in found.values()]
        return sorted(entries, key=lambda entry: entry.number)

    def _value(self, statement_path: str, value) -> SafeString:
        return self.words.value(statement_path, value)

    def _other(self, group: Group) -> Other:
        n = group.sources
        if group.denied:
            text = ngettext("%(n)s source denies it", "%(n)s sources deny it", n) % {"n": n}
            return Other(format_html("{}", text), self._entries(group.statements))
        text = ngettext("%(n)s source:", "%(n)s sources:", n) % {"n": n}
        said = format_html("{} {}", text, self._value(self.path, group.value))
        return Other(said, self._entries(group.statements))

    def _block(self, group: Group) -> Block:
        return Block(
            value=self._value(self.path, group.value),
            accepted=group.is_accepted,
            denied=group.denied,
            sources=group.sources,
            lines=[self._line(s, group) for s in group.statements],
        )

    def _line(self, s: Statement, group: Group | None) -> Line:
        return Line(
            entry=self.bibliography.entry(s.source, s.quoting),
            stance=str(STANCES[s.stance if s.stated else MENTIONS]),
            against=s.stated and s.stance != SUPPORTS,
            states=self._states(s, group),
            quotation=s.quotation,
            where=s.locator,
            rated=self._rated(s),
            counted=s.counted,
        )

    def _states(self, s: Statement, group: Group | None) -> SafeString:
        """Return what the source says there; what is long and accepted is not said again."""
        value = self._value(self.path, s.value) if s.path == self.path and s.stated else ""
        accepted = group is not None and group.is_accepted
        if accepted and self.is_plain and not self.is_disputed and value == self._accepted:
            value = ""
        if value and len(value) > LONG and "<" not in value:
            value = format_html("{}", Truncator(str(value)).chars(LONG))
        if s.stance == DENIES and value:
            value = format_html(_("not {}"), value)
        return format_html("{}", value)

    @cached_property
    def _accepted(self) -> SafeString:
        return self._value(self.path, self.verdict.accepted)

    @property
    def is_plain(self) -> bool:
        """Tell whether the accepted value says by itself what a supporting source states."""
        of_type = self.words.kind.type_at(self.path)
        return of_type is None or of_type.name not in ("date", "int")

    def _rated(self, s: Statement) -> str:
        if s.stated and not s.counted:
            return _("not counted: %(reason)s") % {"reason": self._reason(s)}
        return self.bibliography.sources[s.source].reliability + s.credibility

    def _reason(self, s: Statement) -> str:
        name = self.bibliography.short(s.of)
        if s.of and not name:
            return _("a reprint") if s.why == REPRINT else _("relies on another source")
        return str(REASONS[s.why]) % {"source": name}


def build(judged: dict[str, Verdict], words: Words, bibliography: Bibliography) -> dict:
    """Return path -> evidence; a list item has the evidence of its fields as ``parts``."""
    found = {path: Evidence(v, words, bibliography) for path, v in judged.items()}
    for path, evidence in found.items():
        item = "/".join(path.split("/")[:2])
        if item != path and item in found:
            found[item].parts.append(evidence)
    return found


def tally(judged: dict[str, Verdict]) -> list[Mark]:
    """Return how many paths have each verdict, in words: "5 agreed", "1 disputed"."""
    names = {
        AGREED: _("%(n)s agreed"),
        SINGLE: _("%(n)s single source"),
        DISPUTED: _("%(n)s disputed"),
        "uncited": _("%(n)s uncited"),
    }
    states = [verdict.state for verdict in judged.values()]
    return [
        Mark(state, words % {"n": states.count(state)})
        for state, words in names.items()
        if state in states
    ]
