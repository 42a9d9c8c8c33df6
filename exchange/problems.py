"""What is wrong in a sheet: where, what stands there, why it is wrong, what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

# The column in which rows that are given back to be mended have their reasons; import ignores it.
PROBLEM = "problem"
# Groups of rows that one sentence names.
MOST_SPANS = 12


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one cell, row or sheet.

    ``row`` counts as Excel shows it, the header being row 1 (in JSON: the record's place in the
    list); it is None, and ``column`` empty, where the whole sheet or row is meant. ``other`` is the
    key of another record that the message names.
    """

    sheet: str
    row: int | None
    column: str
    message: str
    value: Any = None
    hint: str = ""
    key: str = ""
    other: str = ""

    @property
    def place(self) -> str:
        """Return where it is, for a person."""
        parts = [self.sheet]
        if self.row is not None:
            parts.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            parts.append(self.column)
        return ", ".join(part for part in parts if part)

    @property
    def shown(self) -> str:
        """Return the value as it is shown: on one line and not too long."""
        text = "" if self.value is None else " ".join(str(self.value).split())
        return text if len(text) <= 80 else f"{text[:79]}…"

    def __str__(self) -> str:
        place = f"{self.place}:" if self.place else ""
        value = f"“{self.shown}”" if self.shown else ""
        return " ".join(filter(None, (place, value, str(self.message), str(self.hint))))

    def as_dict(self) -> dict:
        """Return the problem for a report."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": "" if self.value is None else str(self.value)[:500],
            "message": self.message,
            "hint": self.hint,
            "key": self.key,
            "other": self.other,
        }


class Problems(Exception):
    """Raised to undo what was written, with everything that is wrong."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def torn(places: Iterable[tuple[str, int]]) -> tuple[str, str]:
    """Return what is wrong with a record of which these rows are not read, and what to do."""
    text = _("Of what belongs to it, this could not be read: %(rows)s.")
    return text % {"rows": rows_named(places)}, _("Mend that first.")


def rows_named(places: Iterable[tuple[str, int]]) -> str:
    """Return the rows of sheets in words, for (sheet, row) in any order."""
    found: dict[str, set[int]] = {}
    for sheet, row in places:
        found.setdefault(sheet, set()).add(row)
    return "; ".join(_rows_named(sheet, sorted(rows)) for sheet, rows in found.items())


def _rows_named(sheet: str, rows: list[int]) -> str:
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][-1] == row - 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    named = ", ".join("–".join(map(str, span)) for span in spans[:MOST_SPANS])  # noqa: RUF001
    named += ", …" if len(spans) > MOST_SPANS else ""
    text = _("%(sheet)s, rows %(rows)s") if len(rows) > 1 else _("%(sheet)s, row %(rows)s")
    return text % {"sheet": sheet, "rows": named}
