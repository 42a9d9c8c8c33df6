"""New records that were laid at one go, in a plan: a text for a document takes less room."""

from collections.abc import Iterator, Mapping

from exchange.laying.whole import Laid
from records.faults import Fault
from records.remarks import Change
from records.resolve import references_of
from records.steps import NEW, Step


class LaidStep(Step):
    """What a new record comes to, its document in normal form: made of its text when asked for."""

    # Of the class, not of each of many: most stay so.
    base = before = record = _held = None
    outcome, faults = NEW, ()

    def __init__(self, draft: Laid):
        self._draft = draft

    @property
    def document(self) -> dict:
        """Return the document."""
        return self._draft.document if self._held is None else self._held

    @document.setter
    def document(self, document: dict | None) -> None:
        self._held = document

    @property
    def key(self) -> str:
        """Return the key of the record."""
        return self._draft.key

    @property
    def kind(self) -> str:
        """Return the name of its kind."""
        return self._draft.kind.name

    @property
    def title(self) -> str:
        """Return its title."""
        return self._draft.title

    @property
    def references(self) -> dict[tuple[str, str], None]:
        """Return (target, key) of what the document refers to."""
        return references_of(self.document)

    @references.deleter
    def references(self) -> None:
        """Keep none: they are found again each time."""

    def fail(self, *faults: Fault) -> None:
        """Count the step as failed for the reasons given."""
        self.faults = [*self.faults]
        super().fail(*faults)

    def hold(self) -> None:
        """Have the document at hand until the step is let go of."""
        self._held = self.document

    def let_go(self) -> None:
        """Let go of the document, and of the record that it was stored as."""
        self._held = self.record = None


class LaidChange:
    """A change as remarks take it, its document made of its text each time."""

    before, is_public = None, False

    def __init__(self, draft: Laid):
        self.key, self.kind, self.named = draft.key, draft.kind.name, draft.named
        self._draft = draft

    @property
    def document(self) -> dict:
        """Return the document."""
        return self._draft.document


class Changes(Mapping):
    """What the records of a plan come to, by key; of those laid at one go made when asked for."""

    def __init__(self):
        self._found: dict[str, Change | Laid] = {}

    def add(self, change: Change | Laid) -> None:
        """Add what a record comes to, or a draft that says it."""
        self._found[change.key] = change

    def __getitem__(self, key: str) -> Change | LaidChange:
        found = self._found[key]
        return LaidChange(found) if isinstance(found, Laid) else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
