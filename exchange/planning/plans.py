"""The plan of an import: what each record of it comes to. Reads the database, writes nothing.

Where a row carries an older revision than the record has now, three documents are merged: the one
that was exported, the file's and the present one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from exchange.laying.drafts import Draft, Drafts
from exchange.laying.gather import gather
from exchange.laying.tables import Row, Table
from exchange.laying.titles import doubted
from exchange.laying.unchanged import Unchanged, set_aside
from exchange.laying.whole import Laid
from exchange.planning.laid import LaidStep, UnchangedStep
from exchange.planning.rough_dates import rough_dates
from exchange.planning.torn import faults_of_torn
from exchange.problems import Problem
from exchange.progress import Progress, silent
from exchange.rights import refusal
from exchange.sheets import KEY, REVISION
from records import garbage, public
from records.differences import MISSING, Clash, merge
from records.documents import Cleaner, blank
from records.faults import Fault
from records.kinds import get_kind
from records.present import Stored
from records.remarks import Change, Looking
from records.resolve import record_keys
from records.steps import CHANGED, CONFLICT, FAILED, NEW, Proposal, Step
from records.store import plan

Aside = Sequence[tuple[Unchanged, Stored]]


@dataclass(slots=True)
class Entry:
    """One record of a plan: what the rows say, what applying that comes to.

    ``merged`` tells that the document has changes of both sides; ``clashes`` are what both changed.
    """

    draft: Draft
    step: Step
    merged: bool = False
    clashes: tuple[Clash, ...] = ()

    @property
    def row(self) -> Row:
        """Return the first row that the record came from."""
        return self.draft.row


@dataclass
class Plan:
    """All records of an import, and what is wrong with its rows; conflicts are no problems.

    ``warnings`` are what may be a slip: they keep nothing from being stored. ``cleaner`` has
    cleaned the values of the rows; ``looking`` has looked at those that were laid at one go.
    """

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    cleaner: Cleaner | None = None
    looking: Looking = field(default_factory=Looking)

    @property
    def steps(self) -> list[Step]:
        """Return the steps of all records."""
        return [entry.step for entry in self.entries]

    @property
    def conflicts(self) -> list[Entry]:
        """Return the records that were changed on both sides."""
        return [entry for entry in self.entries if entry.step.outcome == CONFLICT]

    def let_rows_go(self) -> None:
        """Let go of what was laid at one go but for the documents: nothing is told of it any more.

        Of a large file the rows take as much room as the documents.
        """
        self.cleaner, self.looking = None, Looking()
        for entry in self.entries:
            if isinstance(entry.draft, Laid):
                entry.draft.let_row_go()

    def fail(self, entry: Entry, fault: Fault, other: str = "") -> None:
        """Count a record as failed, and tell where; ``other`` is a record that the fault names."""
        entry.step.outcome = FAILED
        self.problems.append(replace(entry.draft.problem(fault), other=other))


@garbage.put_off()
def make_plan(
    tables: Sequence[Table], *, by: Any, publishing: bool = False, progress: Progress = silent
) -> Plan:
    """Return what importing the tables would do on behalf of ``by`` (None: the system)."""
    progress(_("laying rows together"))
    looking, warnings = Looking(), [*rough_dates(tables)]

    def look(document: dict, named: bool, is_stamped: bool) -> None:
        looking.at(Change(document, None, named, is_stamped=is_stamped))

    # What is published together is looked at as a whole.
    aside = [] if publishing else set_aside(tables)
    drafts, cleaner, problems = gather(tables, look, [draft for draft, _record in aside])
    progress(_("checking"))
    entries = _with_unchanged(_entries(drafts, cleaner, publishing), aside, tables)
    result = Plan(entries, [*problems], warnings, cleaner, looking)
    for entry in result.entries:
        refused = refusal(by, _tried(entry, drafts))
        # Who may not change a record need not hear what readers would miss.
        faults = [fault for fault in entry.step.faults if fault.path or not refused]
        faults = [fault for fault in faults if not entry.draft.is_told(fault)]
        result.problems += [entry.draft.problem(fault) for fault in faults]
        if refused:
            result.fail(entry, refused)
    torn = faults_of_torn(tables, drafts, result.steps)
    result.problems += [e.draft.problem(torn[e.step.key]) for e in entries if e.step.key in torn]
    result.problems += _doubts(result, cleaner)
    failed = {problem.key for problem in result.problems}.union(*(t.failed for t in tables))
    for entry in result.entries:
        if entry.draft.key in failed:
            entry.step.outcome = FAILED
    return result


def _doubts(result: Plan, cleaner: Cleaner) -> list[Problem]:
    """Return what is doubtful of the titles by which rows refer to others, each told once."""
    known = {problem.key for problem in result.problems if problem.column == KEY}
    found = {key: others for key, others in cleaner.resolve.doubted.items() if key not in known}
    return [*doubted(found, {e.draft.key: e.row for e in result.entries})] if found else []


def _tried(entry: Entry, drafts: Drafts) -> Step:
    """Return the step of an entry; of one that failed, what it would have been."""
    if entry.step.outcome != FAILED:
        return entry.step
    draft, record = entry.draft, drafts.present.records.get(entry.draft.key)
    tried = {"kind": draft.kind.name, "key": draft.key}
    return Step(tried, draft.base, NEW if draft.is_new else CHANGED, record=record)


def _with_unchanged(entries: list[Entry], aside: Aside, tables: Sequence[Table]) -> list[Entry]:
    """Return entries with those set aside, in the order of the main rows; then the others."""
    if not aside:
        return entries
    found = [Entry(draft, UnchangedStep(draft, record)) for draft, record in aside]
    others = [entry for entry in entries if entry.draft.begins_with_main_row]
    if others:
        ranks = {table.sheet.name: rank for rank, table in enumerate(tables) if table.sheet}
        found += others
        found.sort(key=lambda entry: (ranks[entry.row.sheet], entry.row.number))
    return found + [entry for entry in entries if not entry.draft.begins_with_main_row]


def _entries(drafts: Drafts, cleaner: Cleaner, publishing: bool) -> list[Entry]:
    others = [draft for draft in drafts if not isinstance(draft, Laid)]
    together = {draft.key for draft in drafts} if publishing else set()
    found = {entry.draft.key: entry for entry in _compared(others, drafts, cleaner, together)}
    return [found.get(draft.key) or Entry(draft, LaidStep(draft)) for draft in drafts]


def _compared(
    those: Sequence[Draft], drafts: Drafts, cleaner: Cleaner, publishing: set[str]
) -> list[Entry]:
    """Return the entries of some of the drafts, merged with what is stored where that is needed."""
    proposals = [Proposal(draft.document, draft.base, draft.is_clean) for draft in those]
    known = {"publishing": publishing, "present": drafts.present, "cleaner": cleaner}
    steps = plan(proposals, **known)
    entries = [Entry(draft, step) for draft, step in zip(those, steps, strict=True)]
    for number, entry in enumerate(entries):
        if entry.step.outcome == CONFLICT:
            merged, entry.clashes = three_way(entry.draft.ancestor, entry.step)
            if not entry.clashes:
                entry.merged = True
                proposals[number] = Proposal(merged, entry.step.record.revision)
    if any(entry.merged for entry in entries):
        steps = plan(proposals, **known)
        for entry, step in zip(entries, steps, strict=True):
            entry.step = step
    return entries


def three_way(ancestor: dict | None, step: Step) -> tuple[dict, tuple[Clash, ...]]:
    """Return the merge of a step's document with the present one, and what both sides changed.

    Without an ancestor nothing is known of who changed what: all that differs is to be decided.
    """
    if ancestor is None:
        ancestor = blank_like(step.document)
    return merge(ancestor, step.document, step.before)


def blank_like(document: dict) -> dict:
    """Return an empty document of the same record."""
    return blank(get_kind(document["kind"]), document["key"])


def conflict_problem(entry: Entry) -> Problem:
    """Return a conflict as a problem of its row, with each cell that both sides changed."""
    column = REVISION if REVISION in entry.row.cells else ""
    cells = "; ".join(_said(clash) for clash in entry.clashes)
    hint = _("Both sides changed: %(cells)s. Export the record again and make your changes there.")
    sentence = entry.step.conflict().sentence()
    draft = entry.draft
    return entry.row.problem(column, sentence, draft.base, hint % {"cells": cells}, draft.key)


def _said(clash: Clash) -> str:
    said = {"path": clash.path}
    for name, value in (("was", clash.base), ("now", clash.theirs), ("file", clash.ours)):
        if len(clash.place) == 2:
            said[name] = _("deleted") if value is MISSING else _("there")
        else:
            said[name] = _("nothing") if value is MISSING or value in (None, "", []) else value
    return _("%(path)s was %(was)s, is now %(now)s, in the file %(file)s") % said


def leave_out_dependents(result: Plan) -> None:
    """Fail what refers to a new record that failed, so that the rest can be stored without it."""
    missing = {e.draft.key for e in result.entries if e.draft.is_new and e.step.outcome == FAILED}
    while missing:
        found = [
            (entry, min(hit))
            for entry in result.entries
            if entry.step.outcome in (NEW, CHANGED)
            and (hit := record_keys(entry.step.document) & missing)
        ]
        for entry, key in found:
            message = _("It refers to “%(key)s”, whose rows failed.") % {"key": key}
            result.fail(entry, Fault("", message, hint=_("Mend those first."), key=entry.draft.key))
        missing = {entry.draft.key for entry, _key in found if entry.draft.is_new}


def obstacles(result: Plan) -> Iterable[Problem]:
    """Yield what keeps the records of a plan from being published together."""
    by_key = {entry.draft.key: entry.draft for entry in result.entries}
    documents = {step.key: step.document for step in result.steps}
    for fault in public.obstacles(documents, together=documents.keys()):
        yield by_key[fault.key].problem(fault)
