"""New records of whose rows none says anything unusual: each is laid at one go, items and all.

Nearly all rows of a large file are so. What is left over (a record that is stored, a cell that is
not understood, a deletion, several rows of one citation) goes the careful way of ``gather``, which
comes to the same documents and tells what is wrong.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from exchange.laying.citations import only_claims
from exchange.laying.columns import Readers
from exchange.laying.drafts import Draft, Drafts
from exchange.laying.main_rows import carries_revision, cell, named, revision_of
from exchange.laying.tables import Row
from exchange.sheets import CLAIMS, KEY, RECORD, REF, REVISION, SAYS, SHORTHAND, Sheet
from records.documents import blank
from records.kinds import CITATIONS, Kind, get_kind
from records.text import tidy

Pairs = Sequence[tuple[Sheet, Row]]
# What rows say beside the values of their fields.
BESIDE_FIELDS = {KEY, REVISION, SHORTHAND}
BESIDE_ITEMS = {RECORD, REF}
BESIDE_CLAIMS = {RECORD, REF, CLAIMS, SAYS}


class Whole:
    """Lays records that are new, each of one main row and the child rows that name its key."""

    def __init__(self, drafts: Drafts, readers: Readers, keys: Iterable[str], children: Pairs):
        """Take the keys of all main rows, and all child rows."""
        self.drafts, self.readers = drafts, readers
        self._children, self._rows = children, _by_record(children)
        counts = Counter(keys)
        # Rows that write the key of a record in two ways are brought together elsewhere.
        odd = (tidy(text) for text in self._rows if text != tidy(text))
        self._unusual = {*odd, *(key for key, number in counts.items() if number > 1)}
        self._laid: set[str] = set()

    def lays(self, sheet: Sheet, row: Row, key: str) -> bool:
        """Lay the record of a main row with all its rows; tell whether that could be done."""
        present = self.drafts.present
        if key in self._unusual or key in present.records or key in present.renamed:
            return False
        draft = None if key in self.drafts.by_key else self._draft(sheet, row, key)
        if draft:
            self.drafts.by_key[key] = draft
            self._laid.add(key)
        return bool(draft)

    def left_over(self) -> Pairs:
        """Return the child rows of the other records."""
        return [pair for pair in self._children if pair[1].cells[RECORD] not in self._laid]

    def _draft(self, sheet: Sheet, row: Row, key: str) -> Draft | None:
        if carries_revision(row) and revision_of(row) is None:
            return None
        kind = get_kind(sheet.kind)
        document = blank(kind, key)
        if not self.readers.of(sheet, kind).lays(row.cells, document["fields"], BESIDE_FIELDS):
            return None
        draft = Draft(kind, key, document, named=bool(cell(row, KEY)))
        draft.shorthand = named(row.cells.get(SHORTHAND, ""))
        draft.mark("", None, row)
        return draft if self._has_items(draft) else None

    def _has_items(self, draft: Draft) -> bool:
        """Lay the child rows of a draft; tell whether that could be done."""
        rows, lists = self._rows.get(draft.key, ()), draft.document["lists"]
        given = []
        for sheet, row in rows:
            item = self._item(draft.kind, sheet, row)
            if item is None:
                return False
            if item["ref"]:
                given.append((sheet.list, item["ref"]))
            else:
                draft.unnamed.append((sheet.list, item))
            items = draft.document[CITATIONS] if sheet.list == CITATIONS else lists[sheet.list]
            items.append(item)
            draft.marks.append((sheet.list, item, row, ""))
        draft.rows = 1 + len(rows)
        return len({*given}) == len(given)

    def _item(self, kind: Kind, sheet: Sheet, row: Row) -> dict | None:
        """Return the new item of a row, or None."""
        if sheet.list not in kind.lists:
            return None
        cells, is_citation = row.cells, sheet.list == CITATIONS
        item = {"ref": tidy(cells[REF]) if REF in cells else ""}
        beside = BESIDE_CLAIMS if is_citation else BESIDE_ITEMS
        if not self.readers.of(sheet, kind).lays(cells, item, beside):
            return None
        if is_citation:
            item[CLAIMS] = only_claims(kind, row, self.readers.cleaner)
            return None if item[CLAIMS] is None else item
        return item


def _by_record(children: Pairs) -> dict[str, list[tuple[Sheet, Row]]]:
    """Return the child rows by how they name their record."""
    found: dict[str, list[tuple[Sheet, Row]]] = {}
    for pair in children:
        found.setdefault(pair[1].cells[RECORD], []).append(pair)
    return found
