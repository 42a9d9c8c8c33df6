"""Dates as a person reads them, in the language of the page.

Month names and the order of day, month and year come from Django's formats under translatable
patterns; in English, `understand` reads all of it back.
"""

# ruff: noqa: RUF001, RUF002 (dates are written with en dashes)

from datetime import date
from functools import lru_cache

from django.utils.dateformat import format as django_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from .edtf import INTERVAL, ONE_OF, UncertainDate, parse
from .errors import DateError
from .parts import OPEN, Part


def display(text: str | None) -> str:
    """EDTF as words: "11–17 September 2022", "about October 2024", "" for nothing.

    A text that is no date (a source may state 30 February) comes back as it is.
    """
    return _display(text, False, get_language()) if text else ""


def display_short(text: str | None) -> str:
    """`display` with months of three letters, for tables."""
    return _display(text, True, get_language()) if text else ""


def day_and_month(text: str) -> str:
    """The day and month of a full date: "3 April"."""
    return django_format(parse(text).start.first, _formats(False)["day of month"])


@lru_cache(maxsize=8192)
def _display(text: str, short: bool, language: str) -> str:
    try:
        found = parse(text)
    except DateError:
        return text
    formats = _formats(short)
    if found.form == ONE_OF:
        return _or(found, formats)
    if found.form == INTERVAL:
        return _interval(found.start, found.end, formats)
    return _alone(found.start, formats)


def _formats(short: bool) -> dict[str, str]:
    # The contexts let a language choose its own order; the letters are those of Django's
    # "date" template filter.
    if short:
        return {
            "day": pgettext("date format, short day", "j M Y"),
            "month": pgettext("date format, short month", "M Y"),
            "day of month": pgettext("date format, short day of a month", "j M"),
            "month of year": pgettext("date format, short month of a year", "M"),
        }
    return {
        "day": pgettext("date format, day", "j F Y"),
        "month": pgettext("date format, month", "F Y"),
        "day of month": pgettext("date format, day of a month", "j F"),
        "month of year": pgettext("date format, month of a year", "F"),
    }


def _bare(part: Part, formats: dict[str, str]) -> str:
    if part.precision in ("day", "month"):
        return django_format(part.first, formats[part.precision])
    if part.precision == "season":
        return _season(part.first)
    if part.precision == "year":
        return _year(part.first)
    if part.precision == "decade":
        return _("%(decade)ss") % {"decade": part.text[:3] + "0"}
    first = part.text[:4].replace("X", "0")
    return _("%(first)s–%(last)s") % {"first": first, "last": _year(part.last)}


def _year(day: date) -> str:
    return f"{day.year:04d}"


def _season(first: date) -> str:
    names = {3: _("spring %(year)s"), 6: _("summer %(year)s"), 9: _("autumn %(year)s")}
    years = {"year": _year(first), "next": f"{first.year + 1:04d}"}
    if first.month == 12 and first.year == date.max.year:
        return _("winter %(year)s") % years
    return names.get(first.month, _("winter %(year)s–%(next)s")) % years


def _about(part: Part, formats: dict[str, str]) -> str:
    bare = _bare(part, formats)
    return _("about %(date)s") % {"date": bare} if part.approximate else bare


def _notes(part: Part) -> list[str]:
    missing = {
        "day": _("day not known"),
        "month": _("month not known"),
        "month and day": _("month and day not known"),
        "year": _("year not known"),
    }
    notes = [missing[part.missing]] if part.missing else []
    return [*notes, _("uncertain")] if part.uncertain else notes


def _alone(part: Part, formats: dict[str, str]) -> str:
    return ", ".join([_about(part, formats), *_notes(part)])


def _within(part: Part, formats: dict[str, str]) -> str:
    notes = ", ".join(_notes(part))
    return f"{_about(part, formats)} ({notes})" if notes else _about(part, formats)


def _interval(start: Part, end: Part, formats: dict[str, str]) -> str:
    if not start.known:
        words = _("by %(date)s") if start.state == OPEN else _("until %(date)s, start not known")
        return words % {"date": _within(end, formats)}
    if not end.known:
        words = _("since %(date)s") if end.state == OPEN else _("from %(date)s, end not known")
        return words % {"date": _within(start, formats)}
    if _plain(start) and _plain(end):
        return _range(start, end, formats)
    ends = {"start": _within(start, formats), "end": _within(end, formats)}
    return _("from %(start)s to %(end)s") % ends


def _plain(part: Part) -> bool:
    return part.precision in ("day", "month", "year") and not (
        part.missing or part.uncertain or part.approximate
    )


def _range(start: Part, end: Part, formats: dict[str, str]) -> str:
    first, last = start.first, end.first
    ends = {"start": _bare(start, formats), "end": _bare(end, formats)}
    if start.precision == end.precision == "year":
        return _("%(start)s–%(end)s") % ends
    if start.precision != end.precision or first.year != last.year:
        return _("%(start)s – %(end)s") % ends
    if start.precision == "month":
        ends["start"] = django_format(first, formats["month of year"])
        return pgettext("months of one year", "%(start)s–%(end)s") % ends
    if first.month == last.month:
        ends["start"] = django_format(first, pgettext("date format, day alone", "j"))
        return pgettext("days of one month", "%(start)s–%(end)s") % ends
    ends["start"] = django_format(first, formats["day of month"])
    return pgettext("days of one year", "%(start)s – %(end)s") % ends


def _or(found: UncertainDate, formats: dict[str, str]) -> str:
    choices = [_choice(first, last, formats) for first, last in found.choices]
    return _(" or ").join(choices)


def _choice(first: Part, last: Part, formats: dict[str, str]) -> str:
    if first == last:
        return _within(first, formats)
    if not first.known:
        return _("one day until %(date)s") % {"date": _within(last, formats)}
    if not last.known:
        return _("one day from %(date)s on") % {"date": _within(first, formats)}
    ends = {"start": _within(first, formats), "end": _within(last, formats)}
    return _("one day between %(start)s and %(end)s") % ends
