"""New records of whose rows none says anything unusual: each is laid at one go, items and all.

Nearly all rows of a large file are so. What is left over (a record that is stored, a cell that is
not understood, a deletion, several rows of one citation) goes the careful way of ``gather``, which
comes to the same documents and tells what is wrong.

Such a record is kept as the text of its document in normal form, put away on a shelf.
Where its parts came from is worked out again where somebody asks, which is seldom.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from exchange.laying.at_once import Head, Items, Laying
from exchange.laying.columns import Readers
from exchange.laying.drafts import Drafts
from exchange.laying.placed import Settled
from exchange.laying.shelf import Shelf
from exchange.laying.tables import Row, Table
from records.completed import completed
from records.kinds import Kind, get_kind
from records.text import tidy
from records.texts import loaded, packed

# Is shown each document that is laid; whether a row gives its key, and whether each claim is known
# to say what the record says.
Look = Callable[[dict, bool, bool], None]


class Laid(Settled):
    """The draft of a record that was laid whole: its document is in normal form, and a text."""

    __slots__ = ("_at", "_head", "_shelf", "_shelved", "_whole", "named")
    base = None
    is_new = is_own = True

    def __init__(self, laying: Laying, whole: "Whole", head: Head, at: int):
        self.kind, self.key = laying.kind, laying.key
        self._shelf, self._shelved = whole.shelf, whole.shelf.put(packed(laying.document))
        self.title = laying.document["fields"]["title"]
        self._whole, self._head, self._at, self._places = whole, head, at, None
        self.named, self.rows = bool(tidy(head.keys[at])), 1 + laying.rows

    @property
    def document(self) -> dict:
        """Return the document, made anew each time."""
        return loaded(self.text)

    @property
    def text(self) -> bytes:
        """Return the document as it is stored."""
        return self._shelf.take(self._shelved)

    @property
    def row(self) -> Row:
        """Return the row of the main sheet; once the rows are let go of, its place alone."""
        return self._head.table.row(self._at) if self._head else Row(*self._at, {})

    def let_row_go(self) -> None:
        """Forget all of the rows but where the first one stands."""
        table = self._head.table
        self._at = table.sheet.name, table.number(self._at)
        self._head = self._whole = None

    @property
    def marks(self) -> list[tuple[str, dict | None, Row, str]]:
        """Return where its parts came from, worked out anew each time."""
        return self._whole.marks(self.kind, self.key, self._head, self._at)


class Whole:
    """Lays records that are new, each of one main row and the child rows that name its key."""

    def __init__(
        self,
        drafts: Drafts,
        readers: Readers,
        lists: Sequence[Table],
        keys: Iterable[str],
        look: Look | None = None,
    ):
        """Take the tables of all lists, and the keys of all main rows."""
        self.drafts, self.readers, self._tables, self._look = drafts, readers, lists, look
        self._lists = [*map(Items, lists)]
        self._are_stamped = not any(items.says for items in self._lists)
        # Rows that write the key of a record in two ways are brought together elsewhere.
        texts = (text for items in self._lists for text in items.first)
        self._unusual = {tidied for text in texts if (tidied := tidy(text)) != text}
        self._unusual.update(key for key, number in Counter(keys).items() if number > 1)
        self.shelf = Shelf()

    def lays(self, head: Head, at: int, key: str) -> bool:
        """Lay the record of a main row with all its rows; tell whether that could be done."""
        present, others = self.drafts.present, self.drafts.by_key
        if key in self._unusual or key in others:
            return False
        if key in present.records or key in present.renamed or key in self.drafts.gone:
            return False
        draft = self._draft(head, at, key)
        if draft:
            others[key] = draft
        return bool(draft)

    def _draft(self, head: Head, at: int, key: str) -> Laid | None:
        kind = get_kind(head.table.sheet.kind)
        laying = Laying(kind, key, self.readers)
        if not laying.is_done(head, at, self._lists):
            return None
        document = completed(laying.document, self.readers.cleaner)
        if document is None:
            return None
        draft = Laid(laying, self, head, at)
        if self._look:
            self._look(document, draft.named, self._are_stamped)
        return draft

    def left_over(self) -> Iterable[tuple[Table, int]]:
        """Yield the child rows of other records; what only laying needs is let go of then."""
        lists, self._lists = self._lists, []
        drafts = self.drafts.by_key
        for items in lists:
            rest = (text for text in items.first if not isinstance(drafts.get(text), Laid))
            places = sorted(at for text in rest for at in items.places(text))
            yield from ((items.table, at) for at in places)

    def marks(
        self, kind: Kind, key: str, head: Head, at: int
    ) -> list[tuple[str, dict | None, Row, str]]:
        """Return where the parts of a record that was laid came from."""
        self._lists = self._lists or [*map(Items, self._tables)]
        laying = Laying(kind, key, self.readers)
        laying.is_done(head, at, self._lists)
        return laying.marks(head, at)
