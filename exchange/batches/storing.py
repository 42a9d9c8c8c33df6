"""Storing a plan that was made before the lock: what has moved since is found, nothing is lost."""

from collections.abc import Collection, Iterable, Iterator

from exchange.batches.ordering import in_order
from records import bulk
from records.locks import hold_to_change
from records.models import Record, Redirect
from records.prepared import Prepared
from records.resolve import record_targets
from records.steps import CHANGED, NEW, Step, of_outcome
from records.store import check_public, refuse


class Moved(Exception):
    """Raised when records are not any more as the plan found them; ``keys`` names them."""

    def __init__(self, keys: Iterable[str]):
        self.keys = sorted(keys)
        super().__init__(", ".join(self.keys))


def store_planned(prepared: Prepared, *, publishing: Collection[str] = ()) -> None:
    """Store what a plan makes new or changes, inside a transaction.

    ``publishing`` are the keys of what is to be published in it.

    Raises ``Moved`` where a record was stored, changed or taken through the workflow by somebody
    else since the plan was made, ``Faults`` where what it refers to was taken from readers.
    """
    steps = prepared.steps
    hold_to_change({step.key: step.document for step in steps if step.outcome == CHANGED})
    if moved := _moved(steps):
        raise Moved(moved)
    check_public([step for step in steps if step.outcome == CHANGED], publishing)
    refuse(steps)
    prepared.store()


def together(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Yield the steps that write, what each refers to before it; in groups not to be torn apart."""
    by_key = {step.key: step for step in of_outcome(steps, NEW, CHANGED)}
    new = {key for key, step in by_key.items() if step.outcome == NEW}
    targets = record_targets()

    def references(key: str) -> list[str]:
        step = by_key[key]
        step.hold()  # it is stored next
        return [key for target, key in step.references if key in new and target in targets]

    for keys in in_order(by_key, references):
        yield [by_key[key] for key in keys]


def _moved(steps: list[Step]) -> set[str]:
    found: dict[str, tuple[int, str]] = {}
    for part in bulk.chunks(sorted(step.key for step in steps)):
        rows = Record.objects.order_by("key").select_for_update(no_key=True)
        rows = rows.filter(key__in=bulk.among(part)).only("revision", "status")
        found.update((row.key, (row.revision, row.status)) for row in rows)
        old = Redirect.objects.filter(old_key__in=bulk.among(part)).values_list(
            "old_key", flat=True
        )
        found.update((key, (0, "")) for key in old)
    expected = {s.key: (s.record.revision, s.record.status) if s.record else None for s in steps}
    return {key for key, state in expected.items() if found.get(key) != state}
