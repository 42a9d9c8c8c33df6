"""What may be a slip, though nothing forbids it: told to who stores a record, by hand or by file.

An app registers with ``check`` what it looks at in one record, and what it then tells of all that
are stored together. What was so before is not told again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

# The record looks like another one.
ALIKE = "alike"


@dataclass(frozen=True)
class Change:
    """One record as it is to be stored, in normal form, and as it was (None: a new record).

    ``named`` tells that a person gave its key; ``is_public`` that readers see the record;
    ``is_stamped`` that each claim is known to say just what the record says.
    """

    document: dict
    before: dict | None = None
    named: bool = False
    is_public: bool = False
    is_stamped: bool = False

    @property
    def key(self) -> str:
        """Return the record's key."""
        return self.document["key"]

    @property
    def kind(self) -> str:
        """Return the name of the record's kind."""
        return self.document["kind"]


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


Changes = Mapping[str, Change]
# Takes a record, returns what of it there may be something to tell of; nothing for most.
Look = Callable[[Change], Any]
# Takes key -> what was seen, and all records that are stored together; yields remarks.
Tell = Callable[[dict[str, Any], Changes], Iterable[Remark]]
_checks: list[tuple[Look, Tell, Callable[[], Any] | None]] = []


def check(look: Callable, knowing: Callable[[], Any] | None = None) -> Callable[[Tell], Tell]:
    """Register a function that yields remarks on what ``look`` sees.

    What ``knowing`` returns is read once for all records, and given to ``look`` beside each.
    """

    def registered(tell: Tell) -> Tell:
        _checks.append((look, tell, knowing))
        return tell

    return registered


def _informed(look: Callable, knowing: Callable[[], Any] | None) -> Look:
    if knowing is None:
        return look
    known = cache(knowing)
    return lambda change: look(change, known())


class Looking:
    """Looks at records one by one, each of which can be let go of then; tells in the end."""

    def __init__(self):
        self._checks = [(_informed(look, known), tell, {}) for look, tell, known in _checks]

    def at(self, change: Change) -> None:
        """Look at a record."""
        for look, _tell, found in self._checks:
            if seen := look(change):
                found[change.key] = seen

    def remarks(self, changes: Changes) -> list[Remark]:
        """Return the remarks on those of the records that are stored, in their order."""
        ranks = {key: number for number, key in enumerate(changes)}
        found: list[Remark] = []
        for _look, tell, seen in self._checks:
            # Most have seen nothing at all.
            if kept := seen and {key: seen[key] for key in ranks if key in seen}:
                found += tell(kept, changes)
        return sorted(found, key=lambda remark: ranks[remark.key])


def remarks_on(changes: Sequence[Change]) -> list[Remark]:
    """Return the remarks on records that are stored together, in the order of the records."""
    looking = Looking()
    for change in changes:
        looking.at(change)
    return looking.remarks({change.key: change for change in changes})
