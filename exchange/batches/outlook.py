"""What undoing would do to the records of a batch: asked of the tables, no document is read.

The one thing that only a document says is whether it can be applied once more. What keeps a former
one from that is gone, or hidden, since: something that the import made its record let go of. So
that is written down of each record when it is stored, ``dropped``.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from exchange.models import STORABLE, Batch, BatchRecord, Outcome, State, Undo
from records import bulk
from records.kinds import CITATIONS, kinds
from records.models import Record, Revision, Status, StatusChange
from records.public import unpublished
from records.referring import references_to
from records.resolve import find_records, record_keys
from records.steps import CHANGED, Step
from records.workflow import is_editor

# What undoing does, as told of each of many records.
ACTIONS = frozenset(Undo.values)
# Why a record is kept; what is not kept has what undoing does to it for its verdict.
GONE, ANEW, MOVED, FORBIDDEN = "gone", "anew", "moved", "forbidden"
STUCK, REFERRED = "stuck", "referred"
PUBLISHED, WAS_PUBLISHED, NO_DRAFT = "published", "was published", "no draft"
# A word of ``dropped`` that is no key: the record had no evidence before.
BARE = "!"


def dropped(step: Step) -> str:
    """Return what a stored step's record refers to no more, as ``BatchRecord.dropped`` has it."""
    if step.outcome != CHANGED:
        return ""
    words = sorted(record_keys(step.before) - record_keys(step.document))
    if _is_cited(step.document) and not _is_cited(step.before):
        words.append(BARE)
    return " ".join(words)


def _is_cited(document: dict) -> bool:
    return any(citation.get("claims") for citation in document.get(CITATIONS, ()))


@dataclass(frozen=True)
class Outlook:
    """The verdict on each record that a batch stored and that is left: by its row in the batch.

    ``referring`` names the record that keeps another, key -> key.
    """

    verdicts: Mapping[int, str]
    keys: Mapping[int, str]
    referring: Mapping[str, str]

    def action(self, pk: int) -> str:
        """Return what undoing does to a record."""
        verdict = self.verdicts[pk]
        return verdict if verdict in ACTIONS else Undo.KEPT.value

    def rows(self, action: str) -> list[int]:
        """Return the rows of the records to which undoing does this, in the order of the import."""
        return [pk for pk in self.verdicts if self.action(pk) == action]

    @property
    def numbers(self) -> dict[str, int]:
        """Return to how many records undoing does what."""
        return dict(Counter(map(self.action, self.verdicts)))

    @property
    def seal(self) -> str:
        """Return what a confirmation must repeat: just these records, with just this of them."""
        lines = [f"{pk} {verdict}" for pk, verdict in self.verdicts.items()]
        lines += [f"{key} {other}" for key, other in sorted(self.referring.items())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def look_ahead(batch: Batch, *, by: Any) -> Outlook:
    """Return what undoing the batch would do to each record that is left of it; writes nothing."""
    rows = list(verdicts(batch, by).values_list("pk", "key", "verdict"))
    found = {pk: verdict for pk, _key, verdict in rows}
    found |= dict.fromkeys(_stuck(batch, by), STUCK)
    keys = {pk: key for pk, key, _verdict in rows}
    going = {key: pk for pk, key in keys.items() if found[pk] == Undo.REMOVED}
    moving = ACTIONS | {GONE}
    staying = {keys[pk] for pk, verdict in found.items() if verdict not in moving}
    referring = _referring(batch, going, staying) if going else {}
    found |= {going[key]: REFERRED for key in referring}
    return Outlook(found, keys, referring)


def left_of(batch: Batch) -> QuerySet[BatchRecord]:
    """Return what a batch stored and what has not been taken back.

    Of a batch that was undone that is what was kept: it can be undone once nothing keeps it.
    """
    undo = Undo.KEPT if batch.state == State.UNDONE else ""
    return batch.records.filter(outcome__in=STORABLE, made__isnull=False, undo=undo).order_by("pk")


def verdicts(batch: Batch, by: Any) -> QuerySet[BatchRecord]:
    """Return what is left of a batch, each with the ``verdict`` that follows from its record."""
    here = Record.objects.filter(pk=OuterRef("key")).order_by()
    here = here.annotate(now=_text_at("revision"), then=_text_at(OuterRef("made")))
    # What came after may have been taken back.
    moved = ~Q(revision=OuterRef("made")) & ~Q(now=F("then"))
    # What was deleted and made anew under its old key is another record.
    other = Q(created__gt=batch.stored_at) if batch.stored_at else Q(pk__in=[])
    was = Exists(StatusChange.objects.filter(key=OuterRef("pk"), after=Status.PUBLISHED))
    since = When(other, then=Value(ANEW)), When(moved, then=Value(MOVED))
    new = Case(
        *since,
        When(status=Status.PUBLISHED, then=Value(PUBLISHED)),
        When(Q(published_on__isnull=False) | was, then=Value(WAS_PUBLISHED)),
        When(~Q(status=Status.DRAFT), then=Value(NO_DRAFT)),
        default=Value(Undo.REMOVED),
    )
    changed = Case(
        *since,
        When(_forbidden(by), then=Value(FORBIDDEN)),
        default=Value(Undo.RESTORED),
    )
    news, changes = (Subquery(here.values(verdict=case)) for case in (new, changed))
    verdict = Case(When(outcome=Outcome.NEW, then=news), default=changes)
    return left_of(batch).annotate(verdict=Coalesce(verdict, Value(GONE)))


def _text_at(number: str | OuterRef) -> Subquery:
    """Return the document of a record at one of its revisions, as text."""
    found = Revision.objects.filter(record=OuterRef("pk"), number=OuterRef(number)).order_by()
    return Subquery(found.values(text=Cast("document", TextField())))


def _forbidden(by: Any) -> Q:
    """Return the condition of records that a person may not change, as ``rights.refusal`` tells."""
    if by is None:
        return Q(pk__in=[])
    allowed = [kind.name for kind in kinds() if by.has_perm(_change(kind.model._meta))]
    forbidden = ~Q(kind__in=allowed)
    return forbidden if is_editor(by) else forbidden | ~Q(status=Status.DRAFT)


def _change(opts: Any) -> str:
    return f"{opts.app_label}.{get_permission_codename('change', opts)}"


def _stuck(batch: Batch, by: Any) -> set[int]:
    """Return the rows of changed records whose former documents cannot be applied any more."""
    status = Record.objects.filter(pk=OuterRef("key")).values("status")
    rows = verdicts(batch, by).filter(verdict=Undo.RESTORED).exclude(dropped="")
    rows = rows.annotate(status=Subquery(status)).values_list("pk", "dropped", "status")
    words = {pk: set(text.split()) for pk, text, _status in rows}
    public = {pk for pk, _text, status in rows if status == Status.PUBLISHED}
    known = find_records(set(chain.from_iterable(words.values())) - {BARE})
    found = {pk for pk, said in words.items() if said - {BARE} - known.keys()}
    hidden = unpublished(set(known.values())) if public else set()
    found |= {pk for pk in public if BARE in words[pk]}
    return found | {pk for pk in public if hidden & {known.get(word) for word in words[pk]}}


def _referring(batch: Batch, going: Mapping[str, int], staying: set[str]) -> dict[str, str]:
    """Return key -> key of who keeps it: what stays keeps what it refers to, and so on."""
    others = references(batch, but=left_of(batch).values("key"))
    layer = _kept_by(chain(others, _by_these(batch, staying)), going.keys())
    found: dict[str, str] = {}
    while layer:
        found |= layer
        layer = _kept_by(_by_these(batch, layer), going.keys() - found.keys())
    return found


def references(batch: Batch, **who: Any) -> Iterable[tuple[str, str]]:
    """Yield (who refers, to whom) for what refers to records that the batch made and that are left.

    ``who`` is as ``references_to`` takes it.
    """
    made = left_of(batch).filter(outcome=Outcome.NEW).order_by()
    names = set(made.values_list("kind", flat=True).distinct())
    return references_to(made.values("key"), names, **who)


def _by_these(batch: Batch, keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    for part in bulk.chunks(sorted(keys)):
        yield from references(batch, by=part)


def _kept_by(pairs: Iterable[tuple[str, str]], wanted: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for owner, key in pairs:
        if key in wanted:
            found[key] = min(owner, found.get(key, owner))
    return found
