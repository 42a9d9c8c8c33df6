"""The import: files in, one plan for all their records, all of it stored or none."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exchange.drafts import Draft, Drafts
from exchange.envelopes import read_json
from exchange.gather import gather
from exchange.problems import Problem, Problems
from exchange.sheets import REVISION
from exchange.tables import Table, read_csv
from records import workflow
from records.faults import Fault, Faults
from records.store import CHANGED, CONFLICT, FAILED, NEW, UNCHANGED, Proposal, Step, plan, store

OUTCOMES = (NEW, CHANGED, UNCHANGED, FAILED)
Progress = Callable[[str], Any]


@dataclass
class Report:
    """What an import came to. ``stored`` tells whether the database has changed by it."""

    records: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stored: bool = False
    published: int = 0

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Return kind -> outcome -> number of records."""
        found: dict[str, dict[str, int]] = {}
        pairs = Counter((entry["kind"], entry["outcome"]) for entry in self.records)
        for (kind, outcome), number in pairs.items():
            found.setdefault(kind, dict.fromkeys(OUTCOMES, 0))[outcome] += number
        return found

    def as_dict(self) -> dict:
        """Return the report for machines."""
        return {
            "stored": self.stored,
            "published": self.published,
            "counts": self.counts,
            "faults": [problem.as_dict() for problem in self.problems],
            "records": self.records,
        }


@dataclass(frozen=True)
class Order:
    """How to import: whether to store and publish, on whose behalf (None: the system), and why."""

    dry_run: bool = False
    publish: bool = False
    by: Any = None
    why: str = ""


def import_files(paths: Sequence[Path], order: Order, progress: Progress = str) -> Report:
    """Import files, all or nothing; every problem is in the report.

    ``progress`` is called with the name of each file that is read, then with that of each step.
    """
    report = Report()
    tables = _read(paths, report, progress)
    if any(table.unusable for table in tables):
        return report
    try:
        with transaction.atomic():
            _import(tables, order, report, progress)
    except Problems as error:
        report.problems, report.stored, report.published = list(error.problems), False, 0
    except IntegrityError:
        message = _("Somebody stored one of these records at the same moment. Import again.")
        report.problems, report.stored = [Problem("", None, "", message)], False
    return report


def _read(paths: Sequence[Path], report: Report, progress: Progress) -> list[Table]:
    tables, names = [], set()
    for path in paths:
        progress(path.name)
        table = read_json(path) if path.suffix.lower() == ".json" else read_csv(path)
        if table.sheet and table.sheet.name in names:
            message = _("This sheet is given twice.")
            table = Table(None, problems=[Problem(str(path), None, "", message)], unusable=True)
        names.add(table.sheet.name if table.sheet else "")
        report.problems += table.problems
        tables.append(table)
    return tables


def _import(tables: list[Table], order: Order, report: Report, progress: Progress) -> None:
    progress(_("laying rows together"))
    drafts, problems = gather(tables)
    report.problems += problems
    progress(_("checking"))
    found = list(drafts)
    proposals = [Proposal(draft.document, draft.base) for draft in found]
    steps = plan(proposals, lock=not order.dry_run, publishing=order.publish)
    for draft, step in zip(found, steps, strict=True):
        report.problems += _problems_of(draft, step)
    failed = {problem.key for problem in report.problems}
    report.records = [_entry(draft, step, failed) for draft, step in zip(found, steps, strict=True)]
    if report.problems:
        return
    if order.dry_run:
        if order.publish:
            report.problems += _obstacles(drafts, steps)
        return
    progress(_("storing"))
    store(steps, by=order.by, why=order.why)
    if order.publish:
        progress(_("publishing"))
        report.published = _publish(drafts, steps, order)
    report.stored = True


def _problems_of(draft: Draft, step: Step) -> Iterable[Problem]:
    yield from (draft.problem(fault) for fault in step.faults)
    if step.outcome == CONFLICT:
        row, _column = next(iter(draft.places.values()))
        hint = _("Export the record again and make your changes there.")
        column = REVISION if REVISION in row.cells else ""
        yield row.problem(column, step.conflict().sentence(), draft.base, hint, draft.key)


def _entry(draft: Draft, step: Step, failed: set[str]) -> dict:
    outcome = FAILED if step.outcome == CONFLICT or draft.key in failed else step.outcome
    fields = step.document.get("fields")
    title = fields.get("title") if isinstance(fields, dict) else ""
    return {"kind": draft.kind.name, "key": draft.key, "title": title, "outcome": outcome}


def _obstacles(drafts: Drafts, steps: Sequence[Step]) -> list[Problem]:
    documents = {step.key: step.document for step in steps}
    return [_placed(drafts, fault) for fault in workflow.obstacles(documents)]


def _publish(drafts: Drafts, steps: Sequence[Step], order: Order) -> int:
    try:
        records = [step.record for step in steps]
        return len(workflow.publish(records, by=order.by, why=order.why))
    except Faults as error:
        raise Problems([_placed(drafts, fault) for fault in error.faults]) from error
    except PermissionDenied as error:
        raise Problems([Problem("", None, "", str(error))]) from error


def _placed(drafts: Drafts, fault: Fault) -> Problem:
    return drafts.by_key[fault.key].problem(fault)
