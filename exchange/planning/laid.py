"""New records laid at one go, and unchanged ones, in a plan: of many, little is held of each."""

from collections.abc import Iterator, Mapping

from exchange.laying.unchanged import Unchanged
from exchange.laying.whole import Laid
from records.faults import Fault
from records.models import Record
from records.present import Stored
from records.remarks import Change
from records.resolve import references_of
from records.steps import NEW, UNCHANGED, Step, record_of
from records.texts import loaded


class _Held:
    """The document of a step while it is at hand: as it is, as text, and what it refers to."""

    __slots__ = ("document", "references", "text")

    def __init__(self, document: dict, text: bytes | None = None):
        self.document, self.text = document, text
        self.references: dict | None = None


class _DraftStep(Step):
    """What a draft comes to that knows of its record what a step tells."""

    # Of the class, not of each of many: most stay so.
    before, faults = None, ()

    def __init__(self, draft: Laid | Unchanged):
        self._draft = draft

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

    def fail(self, *faults: Fault) -> None:
        """Count the step as failed for the reasons given."""
        self.faults = [*self.faults]
        super().fail(*faults)


class UnchangedStep(_DraftStep):
    """What a record comes to of which all rows were set aside: it stays as it is."""

    outcome = UNCHANGED

    def __init__(self, draft: Unchanged, record: Stored):
        super().__init__(draft)
        self.record = record

    @property
    def base(self) -> int:
        """Return the revision that it starts from."""
        return self._draft.base

    @property
    def document(self) -> dict:
        """Return what there is of the document, as the draft has it."""
        return self._draft.document


class LaidStep(_DraftStep):
    """What a new record comes to, its document in normal form: made of its text when asked for."""

    base = _held = _columns = None
    outcome = NEW

    @property
    def document(self) -> dict:
        """Return the document."""
        return self._draft.document if self._held is None else self._held.document

    @document.setter
    def document(self, document: dict) -> None:
        self._held = _Held(document)

    @property
    def text(self) -> str:
        """Return the document as text: that of the shelf, as long as it is the document."""
        is_shelved = self._held is not None and self._held.text is not None
        return self._held.text.decode() if is_shelved else super().text

    @property
    def references(self) -> dict[tuple[str, str], None]:
        """Return (target, key) of what the document refers to: found once while it is held."""
        if self._held is None:
            return references_of(self.document)
        if self._held.references is None:
            self._held.references = references_of(self._held.document)
        return self._held.references

    @references.deleter
    def references(self) -> None:
        """Forget them: they are found again."""
        if self._held is not None:
            self._held.references = None

    def hold(self) -> None:
        """Have the document at hand until the step is released."""
        if self._held is None:
            text = self._draft.text
            self._held = _Held(loaded(text), text)

    def release(self) -> None:
        """Let go of the document, which is made again when it is asked for."""
        self._held = None

    @property
    def record(self) -> Record | None:
        """Return the record that it was stored as, made each time: few ask for it."""
        return self._columns and record_of(self._columns)

    def stored_as(self, columns: dict) -> None:
        """Have the columns of the record that it became."""
        self._columns = columns

    @property
    def made(self) -> int:
        """Return the revision that storing it made."""
        return self._columns["revision"]

    def let_go(self) -> None:
        """Let go of the document, and of the record that it was stored as."""
        self._held = self._columns = None


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
