"""What can be wrong with a document, said so that a person can mend it."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one place: the record's key, the path in it, the value found.

    ``message`` is a whole translated sentence; ``hint`` says what would be right, or is empty.
    """

    path: str
    message: str
    value: Any = None
    hint: str = ""
    key: str = ""

    def of(self, key: str) -> "Fault":
        """Return this fault, said of the record ``key``."""
        return replace(self, key=key)

    def __str__(self) -> str:
        place = "/".join(part for part in (self.key, self.path) if part)
        sentence = f"{self.message} {self.hint}".strip()
        return f"{place}: {sentence}" if place else sentence


class Advised(ValueError):
    """Raised for a value that is refused; ``hint`` says what would be right, or is empty."""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message)
        self.hint = hint


class Faults(Exception):
    """Raised with every fault found; nothing has been written."""

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Conflict(Exception):
    """Raised when a change starts from another revision than the present one.

    ``base`` is the revision that the writer started from (None: a new record), ``current`` the
    present one; ``ours`` and ``theirs`` are the two documents.
    """

    def __init__(self, key: str, base: int | None, current: int, ours: dict, theirs: dict):
        self.key, self.base, self.current = key, base, current
        self.ours, self.theirs = ours, theirs
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return one translated sentence for the writer who came second."""
        if self.base is None:
            return _("A record with the key “%(key)s” exists already, at revision %(current)s.") % {
                "key": self.key,
                "current": self.current,
            }
        return _(
            "Your change starts from revision %(base)s of “%(key)s”. "
            "The record has changed since: it stands at revision %(current)s."
        ) % {"base": self.base, "key": self.key, "current": self.current}


class Refused(Exception):
    """Raised when a step of the workflow is not allowed; the message is for the person."""
