"""A record's lists as tables: a row for each item, its evidence beside it, the ledgers below."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.documents import items_of
from records.text import natural
from sources.evidence import DISPUTED
from sources.pages.bibliography import Entry
from sources.pages.evidence import Evidence, Mark, tally
from sources.pages.words import SIDES, Words

# What is worth saying that it is not recorded, even where no row has it.
TELLING = {"participants": ("personnel",), "milestones": ("date",), "stages": ("date",)}
NUMERIC = ("personnel", "count")


@dataclass
class Cell:
    """One value in a row, with the sources that differ from the row's and what others say."""

    label: str
    html: SafeString | str = ""
    entries: Sequence[Entry] = ()
    others: Sequence = ()
    numeric: bool = False
    heads: bool = False


@dataclass
class Row:
    """One item of a list."""

    ref: str
    cells: list[Cell]
    evidence: Sequence[Evidence] = ()


@dataclass
class Table:
    """A list of the record, ready to be shown."""

    name: str
    title: str
    columns: list[Cell]
    rows: list[Row]
    ledger: list[Evidence] = field(default_factory=list)
    caption: str = ""
    is_open: bool = False

    @property
    def disputed(self) -> list[Evidence]:
        """Return the ledgers of the items of which something is disputed."""
        return [e for e in self.ledger if _is_disputed(e)]

    @property
    def undisputed(self) -> list[Evidence]:
        """Return the other ledgers, of what is cited at all."""
        return [e for e in self.ledger if (e.blocks or e.parts) and not _is_disputed(e)]

    @property
    def is_cited(self) -> bool:
        """Tell whether the table has a column for evidence."""
        return bool(self.ledger)

    @property
    def tally(self) -> list[Mark]:
        """Return the verdicts of what is not disputed, in numbers."""
        parts = [e for item in self.undisputed for e in (item, *item.parts)]
        return tally({e.path: e.verdict for e in parts})


def _is_disputed(evidence: Evidence) -> bool:
    return any(e.is_disputed for e in (evidence, *evidence.parts))


class Tables:
    """Makes the tables of one document."""

    def __init__(self, document: dict, words: Words, evidence: dict[str, Evidence]):
        self.document, self.words, self.evidence = document, words, evidence

    def table(self, name: str, title: str = "", caption: str = "") -> Table | None:
        """Return the table of a list, None for an empty one of which nothing is claimed."""
        items = self.items(name)
        ledger = self.ledger(name)
        if not items and not ledger:
            return None
        columns = self._columns(name, items)
        return Table(
            name=name,
            title=title or capfirst(self.words.kind.lists[name].label),
            columns=[Cell(label, numeric=names[0] in NUMERIC) for names, label in columns],
            rows=[self._row(name, item, columns) for item in items],
            ledger=ledger,
            caption=caption,
        )

    def items(self, name: str) -> list[dict]:
        """Return the items in the order of a page: by date or number, else as they stand."""
        items = items_of(self.document, name)
        if name in ("milestones", "stages"):
            return sorted(items, key=lambda i: (not i.get("date"), i.get("date", "").lstrip("./[")))
        if name == "notes":
            return sorted(items, key=lambda i: i["number"])
        return items

    def ledger(self, name: str) -> list[Evidence]:
        """Return the evidence of a list's items: those that the record has, then others."""
        prefix = f"{name}/"
        paths = [p for p in self.evidence if p.startswith(prefix)]
        whole = [p for p in paths if p.count("/") == 1]
        loose = [p for p in paths if p.count("/") == 2 and p.rpartition("/")[0] not in whole]
        order = [f"{prefix}{item['ref']}" for item in self.items(name)]
        rest = sorted({*whole, *loose} - {*order}, key=natural)
        return [self.evidence[p] for p in [*order, *rest] if p in self.evidence]

    def _columns(self, name: str, items: list[dict]) -> list[tuple[tuple[str, ...], str]]:
        """Return (fields, heading) for the columns that have something in them."""
        fields = self.words.kind.lists[name].fields
        kept = [
            f
            for f in fields
            if f.name in TELLING.get(name, ()) or any(item.get(f.name) for item in items)
        ]
        sides = tuple(f.name for f in kept if f.name in SIDES)
        columns = [((f.name,), capfirst(f.label)) for f in kept if f.name not in SIDES]
        if not sides:
            return columns
        labels = [f.label for f in kept if f.name in SIDES]
        label = _("Country or grouping") if len(sides) == 2 else labels[0]
        if fields[0].name in SIDES:
            return [(sides, capfirst(label)), *columns]
        return [*columns, (sides, capfirst(label))]

    def _row(self, name: str, item: dict, columns) -> Row:
        path = f"{name}/{item['ref']}"
        evidence = self.evidence.get(path)
        cells = [self._cell(path, item, *column, n == 0) for n, column in enumerate(columns)]
        if evidence is None:  # a source: it is evidence, and has none
            return Row(item["ref"], cells)
        cells[0].entries = evidence.entries
        for cell in cells[1:]:
            if cell.entries == evidence.entries:
                cell.entries = ()
        disputed = [part for part in evidence.parts if part.is_disputed]
        return Row(item["ref"], cells, [evidence, *disputed])

    def _cell(self, path: str, item: dict, names: tuple, label: str, heads: bool) -> Cell:
        name = next((n for n in names if item.get(n)), names[0])
        here = f"{path}/{name}"
        evidence = self.evidence.get(here)
        show = self.words.heading if heads else self.words.value
        return Cell(
            label=label,
            html=show(here, item.get(name), short=True),
            entries=evidence.entries if evidence else (),
            others=evidence.others if evidence and evidence.verdict.state == DISPUTED else (),
            numeric=name in NUMERIC,
            heads=heads,
        )
