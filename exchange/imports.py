"""The import: files in, one plan for all their records, all of it stored or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from exchange.batches.carrying import NOT_ANY_MORE
from exchange.batches.from_files import Direct
from exchange.batches.holding import Overtaken
from exchange.laying.intake import read_files
from exchange.mapping import Profile, read_mapped
from exchange.mapping.kept import as_kept
from exchange.models import MAPPING, Batch
from exchange.planning.cautions import add_warnings
from exchange.planning.counting import by_place, without_rows
from exchange.planning.plans import Plan, conflict_problem, make_plan, obstacles
from exchange.planning.reports import Report
from exchange.problems import Problem, Problems
from exchange.progress import Progress, silent
from exchange.reading import Options
from records import garbage, workflow
from records.faults import Faults
from records.steps import CONFLICT, FAILED
from records.workflow import is_editor, only_editors


@dataclass(frozen=True)
class Order:
    """How to import: whether to store and publish, on whose behalf (None: the system), and why.

    ``options`` say of the files what is otherwise detected; ``mapping`` is the profile by which
    files of another layout are read, or several of them.
    """

    dry_run: bool = False
    publish: bool = False
    by: Any = None
    why: str = ""
    options: Options = field(default_factory=Options)
    mapping: Profile | Sequence[Profile] | None = None


@garbage.put_off()
def import_files(paths: Sequence[Path], order: Order, progress: Progress = silent) -> Report:
    """Import files, all or nothing; every problem is in the report.

    ``progress`` is called with the name of each file that is read, then with that of each step.
    """
    report = Report()
    if order.mapping:
        files = [(path, path.name) for path in paths]
        tables = read_mapped(files, order.mapping, progress, order.options)
    else:
        tables = read_files(paths, progress, order.options)
        report.foreign = [t.how["file"] for t in tables if t.how.get("some_foreign")]
    report.misnamed = any(table.how.get("misnamed") for table in tables)
    report.notes = [note for table in tables for note in table.notes] + without_rows(tables)
    report.problems += [problem for table in tables for problem in table.problems]
    if any(table.unusable for table in tables):
        return report
    plan = make_plan(tables, by=order.by, publishing=order.publish, progress=progress)
    del tables  # the plan has what it needs of the rows, and lets go of it when they are stored
    add_warnings(plan, order.by)
    _tell(plan, report)
    if order.publish and not is_editor(order.by):
        report.problems.append(Problem("", None, "", only_editors()))
    if order.dry_run and order.publish and not report.problems:
        report.problems += obstacles(plan)
    if not order.dry_run and not report.problems:
        _carry_out(paths, plan, order, report, progress)
    return report


def _tell(plan: Plan, report: Report) -> None:
    conflicts = (conflict_problem(entry) for entry in plan.conflicts)
    report.problems = by_place([*report.problems, *plan.problems, *conflicts])
    report.warnings = plan.warnings
    failed = {problem.key for problem in report.problems}
    for entry in plan.entries:
        step, draft = entry.step, entry.draft
        outcome = FAILED if step.outcome == CONFLICT or draft.key in failed else step.outcome
        report.told.add(draft.kind.name, draft.key, step.title, outcome)


def _carry_out(
    paths: Sequence[Path], plan: Plan, order: Order, report: Report, progress: Progress
) -> None:
    """Store the plan and its batch, publish it where that is ordered; or tell why not."""
    try:
        report.batch = _stored(paths, plan, order, report, progress)
        report.stored = True
    except Problems as error:
        report.problems, report.published = list(error.problems), 0
    except (*NOT_ANY_MORE, Overtaken):
        message = _("Somebody stored one of these records at the same moment. Import again.")
        report.problems = [Problem("", None, "", message)]
        report.published = 0


def _stored(
    paths: Sequence[Path], plan: Plan, order: Order, report: Report, progress: Progress
) -> Batch:
    """Store the plan part by part; what is to be published as a whole, lest parts are public."""
    mapping = (order.mapping,) if isinstance(order.mapping, Profile) else order.mapping
    options = {MAPPING: as_kept(mapping)} if mapping else {}
    given = Direct(paths, plan, order.by, order.why, options)
    if not order.publish:
        return given.store(progress)
    progress(_("storing"))
    with transaction.atomic():
        batch = given.store_at_once(publishing=True)
        report.published = _publish(plan, order)
    return batch


def _publish(plan: Plan, order: Order) -> int:
    by_key = {entry.draft.key: entry.draft for entry in plan.entries}
    try:
        keys = (step.key for step in plan.steps)
        return len(workflow.publish_called(keys, by=order.by, why=order.why))
    except Faults as error:
        raise Problems([by_key[f.key].problem(f) for f in error.faults]) from error
