"""What may be a slip, though nothing forbids it: told to who stores a record, by hand or by file.

An app registers a function with ``check``: it takes all records that are stored together and yields
remarks. What was so before is not told again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# The record looks like another one.
ALIKE = "alike"


@dataclass(frozen=True)
class Change:
    """One record as it is to be stored, in normal form, and as it was (None: a new record).

    ``named`` tells that a person gave its key; ``is_public`` that readers see the record.
    """

    document: dict
    before: dict | None = None
    named: bool = False
    is_public: bool = False

    @property
    def key(self) -> str:
        """Return the record's key."""
        return self.document["key"]


@dataclass(frozen=True)
class Remark:
    """One sentence on a record, at a path of it; ``other`` is the key of the record it names.

    ``hint`` says what can be done before the record is stored; ``rule`` names what was found
    where somebody asks (``ALIKE``).
    """

    key: str
    path: str
    text: str
    hint: str = ""
    other: str = ""
    rule: str = ""


Check = Callable[[Sequence[Change]], Iterable[Remark]]
_checks: list[Check] = []


def check(function: Check) -> Check:
    """Register a function that yields remarks on changes."""
    _checks.append(function)
    return function


def remarks_on(changes: Sequence[Change]) -> list[Remark]:
    """Return the remarks on records that are stored together, in the order of the records."""
    ranks = {change.key: number for number, change in enumerate(changes)}
    found = [remark for function in _checks for remark in function(changes)]
    return sorted(found, key=lambda remark: ranks[remark.key])
