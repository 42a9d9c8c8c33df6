"""What is wrong with a file, or with some of its cells."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

# Of the columns of a row, all: a bit for each.
EVERY = -1


class Unreadable(Exception):
    """Raised where a file or a sheet cannot be read: why, and what would be right.

    ``sheet``, ``row`` (the Excel row) and ``value`` say where, as far as there is such a place;
    ``is_hidden`` tells that the sheet is.
    """

    def __init__(self, message: str, hint: str = "", *, row: int | None = None, value=None):
        self.message, self.hint, self.row, self.value = str(message), str(hint), row, value
        self.sheet, self.is_hidden = "", False
        super().__init__(self.message)

    def bare(self) -> "Unreadable":
        """Return the same without the way it came, which holds all that was read by then."""
        found = Unreadable(self.message, self.hint, row=self.row, value=self.value)
        found.sheet, found.is_hidden = self.sheet, self.is_hidden
        return found


class BadCell(Exception):
    """Raised where one cell cannot be taken as it is: why, what stands there, what is right."""

    def __init__(self, message: str, value: str, hint: str = ""):
        self.message, self.value, self.hint = str(message), value, str(hint)
        super().__init__(self.message)


@dataclass(frozen=True)
class Fault:
    """What is wrong: ``row`` as Excel counts, ``column`` from 0; None where the whole is meant.

    ``beside`` has a bit for each further column of the row that it is about, or in which there are
    faults that are not told one by one.
    """

    row: int | None
    column: int | None
    message: str
    value: str | None = None
    hint: str = ""
    beside: int = 0

    def touches(self, columns: int) -> bool:
        """Tell whether it is about any of these columns, a bit for each, or about all."""
        return self.column is None or bool((1 << self.column | self.beside) & columns)


class Faults(list):
    """The faults of a grid; no more are kept than a person could read, but one of each row."""

    def __init__(self, limit: int):
        super().__init__()
        self.limit, self.left_out, self.has_passed_over = limit, 0, False
        # row -> where its last fault stands among them, and its columns of which none is told
        self._rows: dict[int, int] = {}
        self._untold: dict[int, int] = {}

    @property
    def is_full(self) -> bool:
        """Tell whether of further faults only the first of each row is kept."""
        return len(self) >= self.limit

    def add(self, row: int, column: int | None, bad: BadCell, beside: int = 0) -> None:
        """Add what is wrong with a cell (and, a bit for each, others ``beside`` it) or a row."""
        if self.is_full and row in self._rows:
            self.left_out += 1
            bits = EVERY if column is None else 1 << column | beside
            self._untold[row] = self._untold.get(row, 0) | bits
        else:
            self._rows[row] = len(self)
            self.append(Fault(row, column, bad.message, bad.value, bad.hint, beside))

    def clear(self) -> None:
        """Forget all faults: the sheet is read again."""
        super().clear()
        self._rows.clear()
        self._untold.clear()
        self.left_out = 0

    def closed(self) -> list[Fault]:
        """Return the faults, with the number of those left out.

        ``has_passed_over`` is set where there are more that were not even looked at.
        """
        found = [replace(f, beside=EVERY) for f in self] if self.has_passed_over else list(self)
        for row, bits in self._untold.items():
            at = self._rows[row]
            found[at] = replace(found[at], beside=found[at].beside | bits)
        more = _("There are %(number)s more faults of this sort.") % {"number": self.left_out}
        return [*found, Fault(None, None, more)] if self.left_out else found
