"""What one source says of the records that cite it, held against what they accept."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Case, Q, QuerySet, When
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from records.dates import display_short
from records.models import Record
from records.types import LongText
from sources.evidence import Statement, Verdict
from sources.evidence.labels import STANCES
from sources.evidence.model import DENIES_ANOTHER, DENIES_PLAN, MENTIONS, PLAN, SUPPORTS
from sources.models import Citation
from sources.pages.evidence import LONG, Mark
from sources.pages.names import Names
from sources.pages.public import public
from sources.pages.words import Words

_NO_DIFFERENCE = (DENIES_ANOTHER, DENIES_PLAN, PLAN)


@dataclass(frozen=True)
class Point:
    """One thing that the source says of a record."""

    label: str
    says: SafeString | str
    accepted: SafeString | str
    stance: str
    plain: bool
    differs: bool
    where: str
    mark: Mark
    through: str
    quoted: str


@dataclass
class Testimony:
    """What the source says of one record."""

    record: Record
    kind: str
    date: str
    points: list[Point] = field(default_factory=list)

    @property
    def differences(self) -> list[Point]:
        """Return what the record does not accept."""
        return [point for point in self.points if point.differs]

    @property
    def supports(self) -> list[Point]:
        """Return all else: what goes with the record, and mere mentions; each once."""
        found: dict[tuple, Point] = {}
        for point in (point for point in self.points if not point.differs):
            said = point.label, point.says, point.stance, point.through, point.quoted
            before = [found[said].where] if said in found else []
            where = "; ".join(dict.fromkeys(w for w in [*before, point.where] if w))
            found[said] = replace(point, where=where)
        return list(found.values())


def citing(source: str) -> QuerySet[Record]:
    """Return the published records that cite a source, directly or through another.

    Those with a dispute come first, as that is where a source may differ from a record.
    """
    citations = Citation.objects.filter(Q(source=source) | Q(quoting=source))
    found = Record.objects.published().filter(pk__in=citations.values("record"))
    return found.order_by(Case(When(disputed=0, then=1), default=0), "kind", "title", "pk")


def testimony(
    source: str,
    record: Record,
    document: dict,
    names: Names,
    judge: Callable[[dict], dict[str, Verdict]],
    short: dict[str, str],
) -> Testimony:
    """Return what ``source`` says of a record; ``short`` names the other sources it goes with."""
    shown = public(document, names)
    words = Words(shown, names)
    kind = capfirst(words.kind.label)
    result = Testimony(record, kind, display_short(str(record.period or "")))
    for path, verdict in judge(shown).items():
        for s in verdict.statements:
            if source in (s.source, s.quoting) and s.path == path:
                result.points.append(_point(source, s, verdict, words, short))
    return result


def _point(source: str, s: Statement, verdict: Verdict, words: Words, short: dict) -> Point:
    stance = s.stance if s.stated else MENTIONS
    return Point(
        label=_shortened(words.label(s.path)),
        says=_value(words, s.path, s.value),
        accepted=_accepted(words, s.path, verdict.accepted),
        stance=str(STANCES[stance]),
        plain=stance == SUPPORTS,
        differs=s.stated and stance != SUPPORTS and s.why not in _NO_DIFFERENCE,
        where=s.locator,
        mark=Mark.of(verdict),
        through=short.get(s.source, "") if s.source != source else "",
        quoted=short.get(s.quoting, "") if s.quoting != source else "",
    )


def _value(words: Words, path: str, value) -> SafeString | str:
    said = words.value(path, value)
    if isinstance(words.kind.type_at(path), LongText) and len(said) > LONG:
        return words.value(path, Truncator(value).chars(LONG))
    return said


def _accepted(words: Words, path: str, value) -> SafeString | str:
    return _("accepts it") if value is True else _value(words, path, value)


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONG, truncate="…")
