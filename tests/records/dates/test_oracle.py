"""Our bounds against those of the package edtf 5.0.2, where it is right.

It is not asked where it is wrong or decides otherwise:
- unknown ends: it puts ten years in the place of what is not known (`/2022-11-15` from 2012);
- `~ ? %` (its fuzzy bounds): October 2024~ becomes September 2023 to November 2025, since it adds
  a year and a month, and `?` widens as well; its strict bounds are compared with what is written;
- winter, which it ends on 31 December, and seasons with a sign or in a range, which it refuses;
- X with a sign or in a range, at which it refuses or fails with a TypeError;
- reversed ranges, which it accepts;
- three unspecified digits and the ends of the calendar, where it computes years 0 and 10000.
"""

import math
import re
from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from records.dates import DateError, parse
from tests.records.dates.strategies import edtf

SEASON = re.compile(r"\b[0-9]{4}-2[1-4]\b(?!-)")
PLAIN_SEASON = re.compile("[0-9]{4}-2[1-3]")
MIDDLE = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def _day(value) -> date | None:
    return None if isinstance(value, float) and math.isinf(value) else date(*value[:3])


@settings(deadline=None)
@given(edtf(MIDDLE))
def test_bounds_as_written_are_those_of_the_edtf_package(text):
    ours = parse(text)
    assume("unknown" not in (ours.start.state, ours.end.state))
    assume("XXX" not in text and not text.startswith("["))
    assume("X" not in text or not re.search("[/?~%]", text))
    assume(not SEASON.search(text) or PLAIN_SEASON.fullmatch(text))

    theirs = parse_edtf(text)

    assert (ours.start.first, ours.end.last) == (
        _day(theirs.lower_strict()),
        _day(theirs.upper_strict()),
    )


@settings(deadline=None)
@given(st.lists(MIDDLE.map(lambda day: day.isoformat()[:7]), min_size=2, max_size=4, unique=True))
def test_sets_are_those_of_the_edtf_package(months):
    for text in (f"[{','.join(months)}]", f"[{min(months)}..{max(months)}]"):
        ours, theirs = parse(text), parse_edtf(text)

        assert ours.earliest == _day(theirs.lower_strict())
        assert ours.latest == _day(theirs.upper_strict())


@pytest.mark.parametrize("text", ["2023-02-30", "2023-13", "2023-1", "foo", "2018??", "20-11"])
def test_both_refuse(text):
    with pytest.raises(EDTFParseException):
        parse_edtf(text)
    with pytest.raises(DateError):
        parse(text)
