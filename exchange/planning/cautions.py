"""What a plan warns of: remarks on its records, and rows that were stored from an earlier file.

A row without a key that has title and date of a record is told, and stored as a second one if the
person leaves it so. Where an earlier import of the same person made that record, the row is a
repeat, since people mend a file and upload the whole of it again: it fails, and names the key.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from exchange.laying.whole import Laid
from exchange.models import BatchRecord, Outcome, State
from exchange.planning.laid import Changes
from exchange.planning.plans import Entry, Plan
from exchange.problems import Problem
from exchange.sheets import SHORTHAND
from records import bulk
from records.documents import partly
from records.faults import Fault
from records.models import Status
from records.remarks import ALIKE, Change, Remark
from records.steps import CHANGED, FAILED, NEW


def add_warnings(plan: Plan, by: Any) -> None:
    """Add to a plan what it warns of, and fail the rows that an earlier import has stored.

    Of new records that failed it is told as far as they can be read: who mends them knows it then.
    """
    entries = {entry.draft.key: entry for entry in plan.entries}
    changes = Changes()
    for entry in plan.entries:
        if isinstance(entry.draft, Laid):
            changes.add(entry.draft)
        elif change := _change(plan, entry):
            plan.looking.at(change)
            changes.add(change)
    told = {(problem.key, problem.other) for problem in plan.problems if problem.other}
    found = {(r.key, r.path, r.text): r for r in plan.looking.remarks(changes)}.values()
    remarks = [remark for remark in found if (remark.key, remark.other) not in told]
    repeated = _repeated(remarks, by)
    repeats: set[str] = set()
    for remark in remarks:
        entry = entries[remark.key]
        if remark.rule == ALIKE and remark.other in repeated:
            if remark.key not in repeats:
                repeats.add(remark.key)
                _fail_repeat(plan, entry, remark.other, repeated[remark.other])
            _fail_rest(plan, entries.get(remark.other))
        else:
            fault = Fault(remark.path, remark.text, hint=remark.hint, key=remark.key)
            plan.warnings.append(replace(entry.draft.problem(fault), other=remark.other))
    plan.warnings += (told for entry in plan.entries for told in _named_twice(entry))


def _named_twice(entry: Entry) -> Iterator[Problem]:
    """Yield a warning for each country that a main row names twice: another may be meant."""
    for text in entry.draft.twice:
        message = _("“%(name)s” stands for a country that is named here already.") % {"name": text}
        hint = _("It takes part once; is another one meant?")
        yield entry.row.problem(SHORTHAND, message, hint=hint, key=entry.draft.key)


def _change(plan: Plan, entry: Entry) -> Change | None:
    """Return what a record comes to; None where it stays as it is, or cannot be read."""
    step = entry.step
    is_failed = step.outcome == FAILED
    document = _readable(plan, entry) if is_failed and step.faults else step.document
    if document is None or not (is_failed or step.outcome in (NEW, CHANGED)):
        return None
    is_public = bool(step.record) and step.record.status == Status.PUBLISHED
    return Change(document, step.before, entry.draft.named, is_public)


def _readable(plan: Plan, entry: Entry) -> dict | None:
    """Return what can be read of a new record with faults, if that is enough to know it by."""
    found = partly(entry.step.document, plan.cleaner) if entry.draft.is_new else None
    return {**found, "key": entry.draft.key} if found and found["fields"]["title"] else None


def _repeated(remarks: list[Remark], by: Any) -> dict[str, BatchRecord]:
    """Return key -> the row of a batch that made it, for what imports of this person made."""
    keys = sorted({remark.other for remark in remarks if remark.rule == ALIKE})
    made = BatchRecord.objects.select_related("batch").filter(
        outcome=Outcome.NEW, made__isnull=False, batch__state=State.STORED, batch__by=by
    )
    return {row.key: row for part in bulk.chunks(keys) for row in made.filter(key__in=part)}


def _fail_repeat(plan: Plan, entry: Entry, key: str, made: BatchRecord) -> None:
    when = date_format(localtime(made.batch.stored_at), "DATE_FORMAT")
    names = {"title": made.title, "key": key, "when": when}
    text = _("This row was stored already: “%(title)s” (%(key)s), imported on %(when)s.")
    hint = _(
        "Take it out; to change that record, give its key, %(key)s; "
        "if it is another one, give it a key of its own."
    )
    plan.fail(entry, Fault("title", text % names, hint=hint % names, key=entry.draft.key), key)


def _fail_rest(plan: Plan, entry: Entry | None) -> None:
    """Fail what other sheets say of a record whose row comes again without its key."""
    if entry and not entry.draft.has_main_row and entry.step.outcome == CHANGED:
        text = _("Its row in the main sheet comes again without the key, so these may be repeats.")
        hint = _("Give the row of that sheet the key %(key)s.") % {"key": entry.draft.key}
        plan.fail(entry, Fault("", text, hint=hint, key=entry.draft.key))
