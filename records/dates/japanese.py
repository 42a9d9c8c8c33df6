"""Japanese dates: 2018年11月3日, 令和3年3月, 平成元年, 2015年度, 2021年春.

Eras as the government of Japan counts them; Meiji from its sixth year (1873), since its
calendar was another before.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .errors import DateError, shown
from .parts import read_part


@dataclass(frozen=True)
class Era:
    """An era: the year before its first, and its first and last day."""

    before: int
    first: date
    last: date


ERAS = {
    "明治": Era(1867, date(1873, 1, 1), date(1912, 7, 30)),
    "大正": Era(1911, date(1912, 7, 30), date(1926, 12, 25)),
    "昭和": Era(1925, date(1926, 12, 25), date(1989, 1, 7)),
    "平成": Era(1988, date(1989, 1, 8), date(2019, 4, 30)),
    "令和": Era(2018, date(2019, 5, 1), date.max),
}
SEASONS = {"春": 21, "夏": 22, "秋": 23, "冬": 24}

_YEAR = rf"(?:({'|'.join(ERAS)})\s?(元|[0-9]{{1,2}})|([0-9]{{4}}))\s?年"
_DATE = re.compile(rf"(?:{_YEAR})?\s?(?:([0-9]{{1,2}})月)?\s?(?:([0-9]{{1,2}})日)?")
_SEASON = re.compile(rf"{_YEAR}の?([春夏秋冬])")
_FISCAL = re.compile(rf"{_YEAR}度")
_WEEKDAY = re.compile(r"\s?\([日月火水木金土](?:曜日?)?\)")


def read(text: str) -> tuple[int | None, int | None, int | None] | None:
    """Year, month or season (21-24), and day, each None where absent; None for another text.

    Raises DateError for a day that its era did not have.
    """
    text = _WEEKDAY.sub("", text)
    if season := _SEASON.fullmatch(text):
        return _year(text, *season.groups()[:3]), SEASONS[season[4]], None
    match = _DATE.fullmatch(text)
    if not match or not text:
        return None
    era, of_era, western, month, day = match.groups()
    month, day = (int(part) if part else None for part in (month, day))
    return _year(text, era, of_era, western, month, day), month, day


def fiscal_year(text: str) -> int | None:
    """The year in which a fiscal year such as 2015年度 or 平成27年度 begins, or None."""
    match = _FISCAL.fullmatch(text)
    if not match:
        return None
    # An era's name stays in use to the end of the fiscal year: no check of its days.
    era, of_era, western = match.groups()
    return int(western) if western else ERAS[era].before + _number(of_era)


def _number(of_era: str) -> int:
    return 1 if of_era == "元" else int(of_era)


def _year(text, era, of_era, western, month=None, day=None) -> int | None:
    if not era:
        return int(western) if western else None
    year = ERAS[era].before + _number(of_era)
    _check_era(text, era, year, month, day)
    return year


def _check_era(text: str, era: str, year: int, month: int | None, day: int | None) -> None:
    known = [f"{year:04d}"] + [f"{part:02d}" for part in (month, day if month else None) if part]
    part = read_part("-".join(known))
    if ERAS[era].first <= part.last and part.first <= ERAS[era].last:
        return
    raise DateError(
        _("%(text)s does not exist: %(era)s %(days)s. Write %(year)d年.")
        % {"text": shown(text), "era": era, "days": _days(ERAS[era]), "year": year}
    )


def _days(era: Era) -> str:
    first, last = era.first.isoformat(), era.last.isoformat()
    if era.last == date.max:
        return _("began on %(first)s") % {"first": first}
    return _("ran from %(first)s to %(last)s") % {"first": first, "last": last}
