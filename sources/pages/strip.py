"""The years of a series in a row, one column a year, and the numbers that are missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from records.dates import bounds

WIDEST = 3


@dataclass(frozen=True)
class Member:
    """One edition of a series or one meeting of a dialogue."""

    key: str
    title: str
    url: str
    number: int | None
    period: str

    @property
    def year(self) -> int | None:
        """Return the year in which it began, as far as that is known."""
        first, last = bounds(self.period) if self.period else (None, None)
        day = first or last
        return day.year if day else None


@dataclass(frozen=True)
class Column:
    """One column of the strip: an edition, or a run of years without any."""

    year: str
    text: str
    label: str = ""
    url: str = ""
    current: bool = False
    width: int = 1


def in_order(members: Iterable[Member]) -> list[Member]:
    """Return members by time, then number; those without a date come last."""
    return sorted(members, key=_when)


def _when(member: Member) -> tuple:
    first, last = bounds(member.period) if member.period else (None, None)
    day = first or last
    return day is None, day.isoformat() if day else "", member.number or 0, member.key


def strip(members: Sequence[Member], current: str = "") -> list[Column]:
    """Return the columns: editions in order, and the years between them that have none."""
    columns: list[Column] = []
    before: Member | None = None
    for member in in_order(members):
        if before and before.year and member.year and member.year - before.year > 1:
            columns.append(_gap(before, member))
        columns.append(_column(member, current))
        before = member
    return columns


def _column(member: Member, current: str) -> Column:
    number = str(member.number) if member.number else "–"  # noqa: RUF001 (a dash, as in print)
    year = str(member.year or _("no date"))
    unnumbered = "" if member.number else ", " + _("no number cited")
    label = f"{member.title} ({year}{unnumbered})"
    return Column(year, number, label, member.url, current=member.key == current)


def _gap(before: Member, after: Member) -> Column:
    """Years without an edition: none is known only where the numbers leave none out."""
    first, last = before.year + 1, after.year - 1
    years = str(first) if first == last else f"{first} – {last}"  # noqa: RUF001
    whole = before.number and after.number == before.number + 1
    text = _("none known") if whole else _("no record")
    return Column(years, text, width=min(last - first + 1, WIDEST))


def gaps_in_numbers(members: Sequence[Member], one: str, many: str) -> str:
    """Return a sentence that names the numbers below the highest that have no record, or "".

    ``one`` and ``many`` are its translated forms, with %(numbers)s. Where some members have no
    number, they may be the ones: then it says only that no record bears those numbers.
    """
    known = {member.number for member in members if member.number}
    missing = [n for n in range(1, max(known, default=0)) if n not in known]
    if not missing:
        return ""
    if any(member.number is None for member in members):
        one = _("No record here bears the number %(numbers)s.")
        many = _("No record here bears the numbers %(numbers)s.")
    return (one if len(missing) == 1 else many) % {"numbers": _runs(missing)}


def _runs(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], n]
        else:
            runs.append([n])
    words = [f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs]  # noqa: RUF001
    if len(words) == 1:
        return words[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
