"""The grammar, and the first and last possible day of each form."""

import time
from contextlib import suppress
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from records.dates import DateError, bounds, parse
from records.dates.edtf import _parse
from tests.records.dates.strategies import ANY, DAYS

FORMS = {
    "2018-11-03": ("2018-11-03", "2018-11-03"),
    "2018-11": ("2018-11-01", "2018-11-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2024": ("2024-01-01", "2024-12-31"),
    "2021-21": ("2021-03-01", "2021-05-31"),
    "2021-22": ("2021-06-01", "2021-08-31"),
    "2021-23": ("2021-09-01", "2021-11-30"),
    "2021-24": ("2021-12-01", "2022-02-28"),
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2004-XX": ("2004-01-01", "2004-12-31"),
    "1985-04-XX": ("1985-04-01", "1985-04-30"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31"),
    "2015?": ("2015-01-01", "2015-12-31"),
    "2024-10~": ("2024-09-01", "2024-11-30"),
    "2024-10%": ("2024-09-01", "2024-11-30"),
    "2024-03-01~": ("2024-02-29", "2024-03-02"),
    "2024~": ("2023-01-01", "2025-12-31"),
    "2021-21~": ("2020-12-01", "2021-08-31"),
    "2023-01-12/2023-01-26": ("2023-01-12", "2023-01-26"),
    "2004-06/2006~": ("2004-06-01", "2007-12-31"),
    "2004-06/2004": ("2004-06-01", "2004-12-31"),
    "2015/..": ("2015-01-01", None),
    "2025-10-16/": ("2025-10-16", None),
    "../2021-07": (None, "2021-07-31"),
    "/2022-11-15": (None, "2022-11-15"),
    "[2015-04..2016-03]": ("2015-04-01", "2016-03-31"),
    "[2020,2018-05]": ("2018-05-01", "2020-12-31"),
    "[..2004]": (None, "2004-12-31"),
    "[1998,2004..]": ("1998-01-01", None),
    "0001~": ("0001-01-01", "0002-12-31"),
    "9999-24~": ("9999-09-01", "9999-12-31"),
    "0001-01-01~": ("0001-01-01", "0001-01-02"),
    "9XXX~": ("8000-01-01", "9999-12-31"),
}


@pytest.mark.parametrize(("text", "days"), FORMS.items())
def test_bounds_of_each_form(text, days):
    found = bounds(text)

    assert tuple(day and day.isoformat() for day in found) == days
    assert parse(text).text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-02-30", "2023-02-30 does not exist: February 2023 has 28 days."),
        ("2023-02-00", "February 2023 has 28 days"),
        ("2023-13", "months go from 01 to 12, seasons from 21 to 24"),
        ("2023-00", "months go from 01 to 12"),
        ("2023-25", "seasons from 21 to 24"),
        ("2023-02-10/2023-01-01", "2023-02-10/2023-01-01 ends before it begins."),
        ("2023/2022-12~", "ends before it begins"),
        ("[2023..2022]", "ends before it begins"),
        ("0000", "Years go from 0001 to 9999"),
        ("-0044", "Years go from 0001 to 9999"),
        ("Y170000002", "Years go from 0001 to 9999"),
        ("12018", "Years go from 0001 to 9999"),
        ("43405", "“43405” looks like the number by which Excel keeps a day, here 2018-11-01."),
        ("43405.75", "here 2018-11-01"),
        ("143405", "Years go from 0001 to 9999."),
        ("2023-01-12T00:00:00", "leave out what follows the day"),
        ("/", "names no day, month or year"),
        ("../..", "names no day, month or year"),
        ("../", "names no day, month or year"),
        ("[2015?..2016]", "no ?, ~ or % within brackets"),
    ],
)
def test_impossible_date_says_why(text, reason):
    with pytest.raises(DateError) as caught:
        parse(text)

    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2018-1", "2018-XX-05", "201X-05", "XXXX", "2X18", "2018-21-05", "2018~?", "2018??"),
        *(
            "2015/2016/2017",
            "[]",
            "[..]",
            "[2015,]",
            "[2015",
            "2015]",
            "{2015,2016}",
            "[2015...2016]",
        ),
        *("２０１８", "२०१८", "2018\n-11", "2018\x00", "2018-11 ~", "2018/2019-", "[2015/2016]"),
    ],
)
def test_what_is_no_edtf_is_refused(text):
    with pytest.raises(DateError, match="cannot be read as a date"):
        parse(text)


def test_span_from_one_date_to_the_same_is_that_date():
    assert parse("2023-01-12/2023-01-12").text == "2023-01-12"
    assert parse("[2023,2023]").text == "2023"
    assert parse("[2023..2023]").text == "2023"


def test_parts_say_what_is_known():
    unknown, opened = parse("/2022-11-15~"), parse("2015?/..")

    assert (unknown.start.state, unknown.end.state) == ("unknown", "known")
    assert (opened.start.state, opened.end.state) == ("known", "open")
    assert (unknown.end.approximate, unknown.end.uncertain) == (True, False)
    assert (opened.start.approximate, opened.start.uncertain) == (False, True)
    assert (unknown.end.first, unknown.end.earliest) == (date(2022, 11, 15), date(2022, 11, 14))
    assert parse("1985-XX-XX").start.missing == "month and day"
    assert parse("2021-21").start.precision == "season"


@settings(deadline=None)
@given(ANY)
def test_canonical_text_is_stable(text):
    assert parse(f" {text}\n") == parse(text)
    assert parse(text).text == text
    assert len({parse(text), parse(text)}) == 1


@settings(deadline=None)
@given(ANY)
def test_bounds_are_in_order_and_hold_every_part(text):
    found = parse(text)

    assert (found.earliest or date.min) <= (found.latest or date.max)
    for part in (found.start, found.end):
        assert not part.known or part.earliest <= part.first <= part.last <= part.latest
    if found.earliest is None:
        assert found.start.state in ("open", "unknown")


@settings(deadline=None)
@given(DAYS)
def test_less_precise_text_holds_the_more_precise(day):
    text = day.isoformat()
    wider = [text, text[:7], text[:4], text[:3] + "X", text[:2] + "XX", text[0] + "XXX"]

    spans = [bounds(each) for each in wider]

    for (first, last), (start, end) in pairwise(spans):
        assert start <= first <= last <= end


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.text("0123456789-/.X?~%[], ", max_size=40)))
@example("2018-11\x00")
@example("[" * 119)
def test_any_text_is_read_or_refused(text):
    with suppress(DateError):
        assert parse(parse(text).text) == parse(text)


def test_error_repeats_no_control_character():
    with pytest.raises(DateError) as caught:
        parse("2018\x00\x1b[2J\u202e")

    assert not set(str(caught.value)) & {"\x00", "\x1b", "\u202e"}


@pytest.mark.parametrize(
    "text", ["2018" * 25_000, "[" * 100_000, "\x00" * 100_000, "[2015," * 20_000]
)
def test_huge_input_is_refused_fast_and_not_repeated(text):
    began = time.thread_time()

    with pytest.raises(DateError) as caught:
        parse(text)

    assert time.thread_time() - began < 0.01
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("value", [None, 2018, date(2018, 11, 3), b"2018"])
def test_parse_takes_text_alone(value):
    with pytest.raises(DateError):
        parse(value)


def test_bounds_of_nothing():
    assert bounds("") == (None, None)


def test_fresh_text_is_parsed_in_well_under_a_tenth_of_a_millisecond():
    texts = [f"{y}-{m:02d}-11~/{y}-{m:02d}-28" for y in range(1900, 2000) for m in range(1, 13)]
    best = min(_seconds(texts) for _round in range(5))

    assert best / len(texts) < 0.000_05


def _seconds(texts: list[str]) -> float:
    # The processor's time, not the clock's: other work on the machine does not count.
    began = time.thread_time()
    for text in texts:
        _parse.__wrapped__(text)
    return time.thread_time() - began
