"""Storing a plan straight from its files, as the command line does: there is no preview to keep.

What each part stores is written down with it. A process that ends in between leaves a batch whose
rest nobody knows any more; so what it stored is taken back, at once or by ``recovering.recover``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.batches.carrying import store_in_parts
from exchange.batches.holding import Overtaken, claim, finish, hand_on
from exchange.batches.keeping import keep_made, open_batch
from exchange.batches.pace import FIRST, MOST, Pace
from exchange.batches.storing import store_planned, together
from exchange.batches.taking_back import BACK, DIRECT, take_back_held
from exchange.models import Batch, State
from exchange.planning.plans import Plan
from exchange.progress import Progress, silent
from records.locks import hold_to_change
from records.prepared import Preparation
from records.steps import CHANGED, NEW, UNCHANGED, Step, of_outcome


@dataclass(frozen=True)
class Direct:
    """What is stored straight away: the files, their plan, by whom, why."""

    paths: Sequence[Path]
    plan: Plan
    by: Any
    why: str
    options: dict = field(default_factory=dict)

    def store(self, progress: Progress = silent) -> Batch:
        """Store the plan part by part, or at once if it is small; return its batch.

        What stays unchanged is counted, not listed. Raises as ``store_planned``, with nothing
        stored, and ``Overtaken`` where another process has begun to take all of it back.
        """
        steps = of_outcome(self.plan.steps, NEW, CHANGED)
        if len(steps) <= FIRST:
            progress(_("storing"))
            with transaction.atomic():
                return self.store_at_once()
        self.plan.let_rows_go()
        batch = self._open()
        try:
            keep = self._keeper(batch)
            store_in_parts(batch, steps, by=self.by, keep=keep, progress=progress)
        except Overtaken:
            raise
        except BaseException:  # whoever stops the command means all of it
            call_off(batch, progress)
            raise
        return batch

    def store_at_once(self, *, publishing: bool = False) -> Batch:
        """Store the plan inside a transaction, so that nothing is ever seen of a part of it.

        What is written is made for some records after the others: for all of many it is large.
        """
        batch, steps = self._open(), self.plan.steps
        published = {step.key for step in steps} if publishing else set()
        changed = of_outcome(steps, CHANGED)
        hold_to_change({step.key: step.document for step in changed})  # all, before the first part
        keep = self._keeper(batch)
        begin = partial(Preparation, by=self.by, why=self.why, memory={})
        for part, _is_last in Pace(MOST).parts(together(steps), begin):
            prepared = part.done()
            store_planned(prepared, publishing=published)
            keep(prepared.steps)
        finish(batch, State.STORED, stored_at=timezone.now())
        return batch

    def _open(self) -> Batch:
        by = self.by.pk if self.by else None
        with transaction.atomic():
            batch = open_batch(
                [(path.name, path.read_bytes()) for path in self.paths],
                by=self.by,
                why=self.why,
                state=State.STORING,
                counts=self._counts(),
                options={**self.options, DIRECT: True, "confirmed_by": by},
            )
            return claim(batch.pk, State.STORING)

    def _counts(self) -> dict:
        counts, rows = Counter(), Counter()
        for entry in self.plan.entries:
            counts[entry.step.outcome] += 1
            rows[entry.step.outcome] += entry.draft.rows or 1
        return {UNCHANGED: 0, **counts, "problems": 0, "warnings": 0, "rows": rows}

    def _keeper(self, batch: Batch):
        entries = {entry.step.key: entry for entry in self.plan.entries}

        def keep(part: list[Step]) -> None:
            keep_made(batch, (entries[step.key] for step in part))
            for step in part:
                step.let_go()

        return keep


def call_off(batch: Batch, progress: Progress = silent) -> None:
    """Take back what a held batch stored straight from its files; forget it if that is nothing."""
    if batch.records.exists():
        note = _("This import was stopped before its end: what it had stored was taken back.")
        hand_on(batch, State.UNDOING, options={**batch.options, BACK: [note]})
        take_back_held(batch, progress)
    else:
        batch.delete()
