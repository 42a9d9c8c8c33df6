"""What is to be applied, and what applying it comes to: proposals and steps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection

from records.faults import Conflict, Fault
from records.models import Record
from records.resolve import references_of
from records.texts import dumped

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
CONFLICT, FAILED = "conflict", "failed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document to be applied, and the revision that it starts from (None: a new record).

    ``is_clean`` tells that each of its values is in normal form already.
    """

    document: dict
    base: int | None = None
    is_clean: bool = False


@dataclass
class Step:
    """What applying one proposal comes to: an outcome and what it rests on.

    ``document`` is in normal form unless the step failed; ``before`` is the present document.
    """

    document: dict
    base: int | None
    outcome: str = NEW
    faults: list[Fault] = field(default_factory=list)
    record: Record | None = None
    before: dict | None = None

    @property
    def key(self) -> str:
        """Return the key that the document gives."""
        return str(self.document.get("key", "")) if isinstance(self.document, dict) else ""

    @property
    def kind(self) -> str:
        """Return the name of the kind that the document gives."""
        return self.document["kind"]

    @property
    def title(self) -> Any:
        """Return the title that the document gives, whatever stands there."""
        fields = self.document.get("fields")
        return fields.get("title") if isinstance(fields, dict) else ""

    @property
    def text(self) -> str:
        """Return the document as text, as a revision keeps it."""
        return dumped(self.document)

    def hold(self) -> None:
        """Have the document at hand for a while, should it be made anew each time."""

    def release(self) -> None:
        """Need the document no more at hand, for now."""

    def stored_as(self, columns: dict[str, Any]) -> None:
        """Have the record that a new step became, all of its columns given."""
        self.record = record_of(columns)

    @property
    def made(self) -> int:
        """Return the revision that storing the step made."""
        return self.record.revision

    def let_go(self) -> None:
        """Let go of what was made of a step that is stored, should there be many."""

    @cached_property
    def references(self) -> dict[tuple[str, str], None]:
        """Return (target, key) of what the document refers to: asked for once it is settled."""
        return references_of(self.document)

    def fail(self, *faults: Fault) -> None:
        """Count the step as failed for the reasons given."""
        self.outcome = FAILED
        self.faults.extend(fault.of(fault.key or self.key) for fault in faults)

    def conflict(self) -> Conflict:
        """Return the error that tells the second writer both versions."""
        return Conflict(self.key, self.base, self.record.revision, self.document, self.before)


def record_of(columns: dict[str, Any]) -> Record:
    """Return the record of the columns given, as if it were read from the database."""
    return Record.from_db(connection.alias, list(columns), list(columns.values()))


def of_outcome(steps: Iterable[Step], *outcomes: str) -> list[Step]:
    """Return the steps that come to one of the outcomes."""
    return [step for step in steps if step.outcome in outcomes]
