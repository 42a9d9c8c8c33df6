"""Take and apply: the two functions through which documents leave and enter the database.

``take(apply(d))`` is ``d`` in normal form; applying twice is applying once. A change says which
revision it starts from; where the record has moved on, it is refused with both versions.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from records import bulk, tables
from records.completed import completed
from records.documents import Cleaner, normal
from records.faults import Fault, Faults
from records.kinds import get_kind
from records.locks import hold_to_change
from records.models import Record, Status
from records.prepared import prepare
from records.present import Present
from records.public import obstacles
from records.resolve import Resolver
from records.steps import CHANGED, CONFLICT, FAILED, NEW, UNCHANGED, Proposal, Step


def take(record: Record) -> dict:
    """Return the document of one record, read from its tables."""
    return tables.read(get_kind(record.kind), [record.pk])[record.pk]


def take_many(records: Iterable[Record]) -> dict[str, dict]:
    """Return record key -> document for records of any kinds, read from their tables."""
    by_kind: dict[str, list[str]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record.pk)
    found: dict[str, dict] = {}
    for kind, ids in by_kind.items():
        for part in bulk.chunks(ids):
            found.update(tables.read(get_kind(kind), part))
    return found


def plan(
    proposals: Iterable[Proposal],
    *,
    lock: bool = False,
    publishing: Collection[str] = (),
    present: Present | None = None,
    cleaner: Cleaner | None = None,
) -> list[Step]:
    """Return what applying the proposals would do; nothing is written.

    ``lock`` keeps others from changing the records until the transaction ends; ``publishing``
    are the keys of what is to be published in it, so that it may be referred to.
    ``present`` has what is stored, and ``cleaner`` knows the batch's own keys, where the caller
    has read them.
    """
    proposals = list(proposals)
    steps = [Step(p.document, p.base) for p in proposals]
    cleaner = cleaner or Cleaner(Resolver(step.document for step in steps))
    for step, proposal in zip(steps, proposals, strict=True):
        _read(step, cleaner, present, proposal.is_clean)
    _match(steps, present or _present(steps, lock))
    check_public([step for step in steps if step.outcome == CHANGED], publishing)
    return steps


def _read(step: Step, cleaner: Cleaner, present: Present | None, is_clean: bool) -> None:
    """Bring the document of a step into normal form; what is stored is in it already."""
    stored = present.documents.get(step.key) if present else None
    if stored is not None and step.document is stored:
        return
    try:
        found = completed(step.document, cleaner) if is_clean else None
        step.document = found or normal(step.document, cleaner=cleaner)
    except Faults as error:
        step.fail(*error.faults)


def _present(steps: list[Step], lock: bool) -> Present:
    if lock:
        hold_to_change({step.key: step.document for step in steps if step.outcome != FAILED})
    return Present().read([step.key for step in steps if step.outcome != FAILED], lock=lock)


def _match(steps: list[Step], present: Present) -> None:
    """Find the records that the documents are of, and compare the documents."""
    seen: set[str] = set()
    for step in steps:
        if step.outcome == FAILED:
            continue
        if step.key in present.renamed:
            step.document = {**step.document, "key": present.renamed[step.key]}
        if step.key in seen:
            step.fail(Fault("key", _("This key stands twice."), step.key))
        seen.add(step.key)
        step.record = present.records.get(step.key)
        if step.record and step.record.kind != step.document["kind"]:
            label = get_kind(step.record.kind).label
            message = _("This key belongs to another record already: %(kind)s.") % {"kind": label}
            step.fail(Fault("key", message, step.key))
        if step.outcome != FAILED:
            _compare(step, present)


def _compare(step: Step, present: Present) -> None:
    if step.record:
        step.before = present.documents.get(step.record.pk) or take(step.record)
        if step.before == step.document:  # in normal form one text stands for one document
            step.outcome = UNCHANGED
        else:
            step.outcome = CHANGED if step.base == step.record.revision else CONFLICT
    elif step.base:
        step.fail(Fault("key", _("There is no record with this key to be changed."), step.key))


def check_public(steps: list[Step], together: Collection[str]) -> None:
    """Refuse a published record that would lose its evidence or refer to something hidden."""
    public = {step.key: step for step in steps if step.record.status == Status.PUBLISHED}
    documents = {key: step.document for key, step in public.items()}
    for fault in obstacles(documents, together):
        public[fault.key].fail(fault)


def apply(document: dict, *, by: Any, why: str, base: int | None = None) -> Step:
    """Store one document as a new revision; return the step that says what came of it.

    Raises ``Faults`` (nothing is written) or ``Conflict`` (someone changed the record since
    ``base``, or ``base`` is None and the record exists).
    """
    return apply_many([Proposal(document, base)], by=by, why=why)[0]


def apply_many(proposals: Iterable[Proposal], *, by: Any, why: str) -> list[Step]:
    """Store many documents, all or none; documents may refer to each other.

    ``by`` is the user, or None for the system. Raises ``Faults`` with all that is wrong, or
    ``Conflict`` for the first record that has moved on.
    """
    try:
        with transaction.atomic():
            steps = plan(proposals, lock=True)
            refuse(steps)
            store(steps, by=by, why=why)
    except IntegrityError as error:
        raise _raced(error, steps) from error
    return steps


def refuse(steps: Iterable[Step]) -> None:
    """Raise ``Faults`` or ``Conflict`` where a step cannot be stored."""
    steps = list(steps)
    faults = [fault for step in steps for fault in step.faults]
    if faults:
        raise Faults(faults)
    for step in steps:
        if step.outcome == CONFLICT:
            raise step.conflict()


def _raced(error: IntegrityError, steps: list[Step]) -> Exception:
    """Return a conflict where another writer stored one of the new keys first, else the error."""
    new = {step.key: step for step in steps if step.outcome == NEW}
    present = Present().read(new)
    for key in sorted(new.keys() & present.records.keys()):
        new[key].record, new[key].before = present.records[key], present.documents.get(key)
        return new[key].conflict()
    return error


def store(steps: Iterable[Step], *, by: Any, why: str) -> None:
    """Write the new and changed documents of a plan, with a revision each, inside a transaction."""
    prepare(steps, by=by, why=why).store()
