"""The columns of a list, and the columns a year beside its filters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records import marks
from records.dates import display_short

SORT = "sort"
YEARS_SHOWN = 60
NAMES_SHOWN = 6


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: a text or a mark, and words that it needs on a phone alone."""

    text: str = ""
    css: str = ""
    before: str = ""
    after: str = ""
    mark: marks.Mark | None = None
    url: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class Column:
    """One column: its name, its heading, what it shows of a record and what it is ordered by.

    ``up`` and ``down`` say the two orders in words; ``down_first`` is which a first click gives.
    """

    name: str
    label: str
    show: Callable[[object], str | Cell]
    order: tuple = ()
    css: str = ""
    up: str = ""
    down: str = ""
    down_first: bool = False
    number: bool = False

    def cell_of(self, record) -> Cell:
        """Return the cell for one record."""
        shown = self.show(record)
        values = shown if isinstance(shown, Cell) else Cell(text=shown)
        css = " ".join(
            part for part in (self.css, "num" if self.number else "", values.css) if part
        )
        return Cell(**{**values.__dict__, "css": css})


def title_column(label: str, order: str = "title") -> Column:
    """Return the column with the record's name, which links to its page."""
    return Column(
        "title",
        label,
        lambda record: record.title,
        (order,),
        up=_("by name"),
        down=_("by name, from Z"),
    )


def date_column(label: str = _("Dates")) -> Column:
    """Return the column that says when a record stands in time."""
    return Column(
        "date",
        label,
        lambda record: display_short(record.period),
        (Coalesce("period_earliest", "period_latest"), "period_latest"),
        css="r-date",
        up=_("oldest first"),
        down=_("newest first"),
        down_first=True,
    )


def sources_column() -> Column:
    """Return the column with the number of sources that a record cites."""

    def show(record) -> Cell:
        after = ngettext("source", "sources", record.sources_cited)
        return Cell(str(record.sources_cited), after=after)

    return Column(
        "sources",
        _("Sources"),
        show,
        ("sources_cited",),
        css="r-n",
        up=_("fewest sources first"),
        down=_("most sources first"),
        down_first=True,
        number=True,
    )


def evidence_column() -> Column:
    """Return the column with the mark of a record's evidence."""
    return Column(
        "evidence", _("Evidence"), lambda record: Cell(mark=marks.mark(record)), css="r-ev"
    )


def listed(names: Iterable[str], separator: str = ", ") -> str:
    """Return names as a list that ends in "and 9 more" where there are many."""
    names = list(names)
    more = len(names) - NAMES_SHOWN
    if more <= 1:
        return separator.join(names)
    rest = ngettext("%(n)s more", "%(n)s more", more) % {"n": more}
    return separator.join([*names[:NAMES_SHOWN], rest])


@dataclass(frozen=True)
class Bar:
    """One column of a figure: x and width in percent of it, y and height in pixels."""

    x: str
    y: str
    width: str
    height: str
    css: str


@dataclass(frozen=True)
class Bars:
    """Columns a year: the marks, the first and the last year, and what a screen reader says."""

    first: int
    last: int
    words: str
    bars: list[Bar] = field(default_factory=list)


HEIGHT = 32


def as_bars(years: list[tuple[int, int, int, int]], height: int = HEIGHT) -> Bars | None:
    """Return columns for (year, certain, possible, others), stacked in that order."""
    if not years:
        return None
    first, last = years[0][0], years[-1][0]
    step = 100 / (last - first + 1)
    most = max(sum(counts) for _year, *counts in years)
    bars = []
    for year, *counts in years:
        top = float(height)
        for count, css in zip(counts, ("bars", "bars maybe", "bars off"), strict=True):
            tall = (height - 2) * count / most
            top -= tall
            if count:
                x, width = (year - first) * step + step * 0.1, step * 0.8
                bars.append(Bar(f"{x:.2f}%", f"{top:.1f}", f"{width:.2f}%", f"{tall:.1f}", css))
    words = ", ".join(f"{year}: {sum(counts)}" for year, *counts in years)
    return Bars(first, last, words, bars)
