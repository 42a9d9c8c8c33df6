"""What the rows and columns of an import's files do, in numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.models import STORABLE, Batch, Outcome
from exchange.planning.counting import COLUMNS, ROWS
from exchange.sheets import SHORTHAND, sheets


@dataclass(frozen=True)
class Rows:
    """The rows of the files: each is to be applied, changes nothing, or is left out.

    ``records`` are those that the rows to be applied belong to.
    """

    number: int
    applied: int
    unchanged: int
    records: int

    @property
    def in_records(self) -> str:
        """Return in words how many records the rows to be applied belong to."""
        text = ngettext("%(n)s record", "%(n)s records", self.records)
        return text % {"n": intcomma(self.records)}

    @property
    def left_out(self) -> int:
        """Return how many rows are not applied, those included that belong to no record."""
        return self.number - self.applied - self.unchanged


def rows_of(batch: Batch) -> Rows | None:
    """Return the rows of a batch; None where they were not counted."""
    if ROWS not in batch.options or "rows" not in batch.counts:
        return None
    number = sum(batch.counts["rows"].values())
    applied = batch.rows_changing()
    unchanged = batch.rows(*STORABLE, Outcome.UNCHANGED) - applied
    return Rows(number, applied, unchanged, batch.count(*STORABLE))


def sheets_in(batch: Batch) -> list[str]:
    """Return the names of the sheets that have a record or a problem, as the workbook has them."""
    found = {*batch.records.order_by().values_list("sheet", flat=True).distinct()}
    found.update(batch.problems.order_by().values_list("sheet", flat=True).distinct())
    ranks = {name: rank for rank, name in enumerate(sheets())}
    return sorted(found - {""}, key=lambda name: (ranks.get(name, len(ranks)), name))


def columns_of(batch: Batch) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return, for each sheet of the files, its columns and what the cells of each do.

    Those that the file does not have stand together at the end.
    """
    found = batch.options.get(COLUMNS, {})
    return [(name, list(_columns(name, found[name]))) for name in found if name in sheets()]


def _columns(name: str, filled: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    columns = sheets()[name].value_columns
    for column in columns:
        if column in filled:
            yield column, _does(column, *filled[column])
    absent = [column for column in columns if column not in filled]
    if absent:
        yield ", ".join(absent), _("not in the file: left as it is")


def _does(column: str, filled: int, clearing: int, leaving: int) -> str:
    """Return what a column does, from its numbers of filled, clearing and other empty cells."""
    parts = [ngettext("%(n)s cell filled", "%(n)s cells filled", filled) % {"n": filled}]
    if clearing and column != SHORTHAND:
        text = ngettext(
            "%(n)s empty cell clears, because its row carries a revision",
            "%(n)s empty cells clear, because their rows carry a revision",
            clearing,
        )
        parts.append(text % {"n": clearing})
    elif clearing:
        leaving += clearing
    if leaving:
        text = ngettext(
            "%(n)s empty cell leaves what is there",
            "%(n)s empty cells leave what is there",
            leaving,
        )
        parts.append(text % {"n": leaving})
    return "; ".join(parts)
