"""What people type and paste."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.dates import DateError, display, display_short, parse, understand
from tests.records.dates.strategies import ANY, CLOSE, DAYS

TYPED = {
    "": "",
    "  ": "",
    "Nov 2018": "2018-11",
    "November 2018": "2018-11",
    "NOVEMBER, 2018.": "2018-11",
    "Sept. 2018": "2018-09",
    "2018 Nov": "2018-11",
    "11/2018": "2018-11",
    "2018/11": "2018-11",
    "in October 2024": "2024-10",
    "12 January 2023": "2023-01-12",
    "January 12, 2023": "2023-01-12",
    "the 12th of January 2023": "2023-01-12",
    "Thursday, January 12th, 2023": "2023-01-12",
    "12-Jan-2023": "2023-01-12",
    "2023/1/12": "2023-01-12",
    "2023.01.12": "2023-01-12",
    "2023–01–12": "2023-01-12",
    "20230112": "2023-01-12",
    "2023-01-12 00:00:00": "2023-01-12",
    "2023-01-12T00:00": "2023-01-12",
    "2023-01-12T00:00:00.000Z": "2023-01-12",
    "25/04/2021": "2021-04-25",
    "04/25/2021": "2021-04-25",
    "03.03.2021": "2021-03-03",
    "3.11.2033": "2033-11-03",
    "03.04.2021": "2021-04-03",
    "3.25.2021": "2021-03-25",
    "3.11.2033 – 5.11.2033": "2033-11-03/2033-11-05",
    "12–26 January 2023": "2023-01-12/2023-01-26",
    "12-26 Jan 2023": "2023-01-12/2023-01-26",
    "12 to 26 January 2023": "2023-01-12/2023-01-26",
    "from 12 until 26 January 2023": "2023-01-12/2023-01-26",
    "January 12–26, 2023": "2023-01-12/2023-01-26",
    "Jan 12 - Feb 3, 2023": "2023-01-12/2023-02-03",
    "2023-01-12 - 2023-01-26": "2023-01-12/2023-01-26",
    "27 Feb - 10 Mar 2022": "2022-02-27/2022-03-10",
    "27 February—10 March 2022": "2022-02-27/2022-03-10",
    "30 December 2022 to 2 January 2023": "2022-12-30/2023-01-02",
    "Dec 30, 2022 – Jan 2, 2023": "2022-12-30/2023-01-02",
    "November–December 2018": "2018-11/2018-12",
    "2015–2017": "2015/2017",
    "2021–22": "2021/2022",
    "2015 – present": "2015/..",
    "from July 2015 to the present": "2015-07/..",
    "27 February 2022 – 10 March": "2022-02-27/2022-03-10",
    "FY2015": "[2015-04..2016-03]",
    "FY 2015": "[2015-04..2016-03]",
    "fiscal 2015": "[2015-04..2016-03]",
    "fiscal year 2015-16": "[2015-04..2016-03]",
    "2015年度": "[2015-04..2016-03]",
    "平成31年度": "[2019-04..2020-03]",
    "令和3年3月": "2021-03",
    "令和元年5月1日": "2019-05-01",
    "平成30年11月": "2018-11",
    "平成31年": "2019",
    "㍻30年11月": "2018-11",
    "昭和64年1月7日": "1989-01-07",
    "2018年11月3日": "2018-11-03",
    "２０１８年１１月３日": "2018-11-03",
    "2018年11月3日（土）～9日（金）": "2018-11-03/2018-11-09",
    "2018年11月3日から12月9日まで": "2018-11-03/2018-12-09",
    "2018年頃": "2018~",
    "2021年春": "2021-21",
    "令和3年3月上旬": "2021-03",
    "about October 2024": "2024-10~",
    "c. 2024": "2024~",
    "ca. 2024": "2024~",
    "circa 2024": "2024~",
    "2015?": "2015?",
    "2015 (?)": "2015?",
    "probably 2015": "2015?",
    "about 2015?": "2015%",
    "2015?~": "2015%",
    "mid-October 2024": "2024-10",
    "early October 2024": "2024-10",
    "the end of 2024": "2024",
    "2nd half of 2011": "2011",
    "the first half of March 2011": "2011-03",
    "late October – early November 2024": "2024-10/2024-11",
    "about 12–26 January 2023": "2023-01-12~/2023-01-26~",
    "12–26 January 2023?": "2023-01-12?/2023-01-26?",
    "from about 12 to 26 January 2023": "2023-01-12~/2023-01-26",
    "about 2015 – 2017": "2015~/2017",
    "by July 2021": "../2021-07",
    "from 16 October 2025": "2025-10-16/",
    "from 2015 onwards": "2015/..",
    "since 2015": "2015/..",
    "until 15 November 2022": "/2022-11-15",
    "spring 2021": "2021-21",
    "Fall of 2021": "2021-23",
    "winter 2021/22": "2021-24",
    "winter 2021": "2021-24",
    "the 2010s": "201X",
    "2020 or 2022": "[2020,2022]",
    "some time between 12 and 26 January 2023": "[2023-01-12..2023-01-26]",
    "2004-xx": "2004-XX",
    " [2015-04 .. 2016-03] ": "[2015-04..2016-03]",
    "2021-22": "2021-22",
}


@pytest.mark.parametrize(("typed", "text"), TYPED.items())
def test_typed_form_is_understood(typed, text):
    assert understand(typed) == text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "03/04/2021",
            "03/04/2021 could be 3 April or 4 March 2021. Write 2021-04-03 or 3 April 2021.",
        ),
        (
            "12/01/2023",
            "12/01/2023 could be 12 January or 1 December 2023. "
            "Write 2023-01-12 or 12 January 2023.",
        ),
        ("12/01/23", "12/01/23 has a year of two digits. Write the year with four."),
        ("12 Jan 23", "“12 Jan 23” has no year of four digits."),
        ("Nov-18", "“Nov-18” has no year of four digits."),
        ("2010–12", "2010–12 could be two years or a month. Write 2010/2012 or 2010-12."),
        ("30 February 2023", "2023-02-30 does not exist: February 2023 has 28 days."),
        ("2023-02-30", "2023-02-30 does not exist: February 2023 has 28 days."),
        ("31/02/2023", "2023-02-31 does not exist: February 2023 has 28 days."),
        ("26–12 January 2023", "2023-01-26/2023-01-12 ends before it begins."),
        (
            "2023-01-12 14:30",
            "2023-01-12 14:30 has a time of day. Write the day alone: 2023-01-12.",
        ),
        (
            "平成32年",
            "平成32年 does not exist: 平成 ran from 1989-01-08 to 2019-04-30. Write 2020年.",
        ),
        (
            "令和元年4月",
            "令和元年4月 does not exist: 令和 began on 2019-05-01. Write 2019年.",
        ),
    ],
)
def test_refusal_says_why(typed, sentence):
    with pytest.raises(DateError) as caught:
        understand(typed)

    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "typed",
    [
        *("foo", "November", "12", "May", "next year", "2018 2019", "November November 2018"),
        *("12 13 January 2023", "between 2015 and 2016", "FY2015-18", "2018\x00", "a" * 100_000),
        *("Nov 2018 and Dec 2018", "12 January 2023 14:30", "-", "–", "from", "to 2015", "?", "~"),
        *(44937, 2018.5, 0, True, float("nan"), float("inf"), b"2018", ["2018"]),
    ],
)
def test_what_cannot_be_understood_is_refused(typed):
    with pytest.raises(DateError):
        understand(typed)


@pytest.mark.parametrize(
    ("order", "text"), [("dmy", "2021-04-03"), ("mdy", "2021-03-04"), ("ymd", None)]
)
def test_stated_order_settles_what_is_ambiguous(order, text):
    if text:
        assert understand("03/04/2021", order) == text
    else:
        with pytest.raises(DateError, match="could be"):
            understand("03/04/2021", order)
    assert understand("2021/03/04", order) == "2021-03-04"


def test_stated_order_goes_before_what_full_stops_mean():
    assert understand("03.04.2021", "mdy") == "2021-03-04"


@pytest.mark.parametrize("typed", ["03/04/2021", "03-04-2021"])
def test_slashes_and_hyphens_stay_ambiguous(typed):
    with pytest.raises(DateError, match="could be"):
        understand(typed)


def test_date_against_the_stated_order_is_refused():
    with pytest.raises(DateError, match="2021-25-04 does not exist"):
        understand("25/04/2021", "mdy")


def test_unknown_order_is_the_callers_mistake():
    with pytest.raises(ValueError, match="order is one of") as caught:
        understand("2018", "dym")

    assert not isinstance(caught.value, DateError)


def test_objects_of_spreadsheets_are_taken():
    assert understand(None) == ""
    assert understand(date(2023, 1, 12)) == "2023-01-12"
    assert understand(datetime(2023, 1, 12, tzinfo=UTC)) == "2023-01-12"
    assert (understand(2018), understand(2018.0)) == ("2018", "2018")
    with pytest.raises(DateError, match="time of day"):
        understand(datetime(2023, 1, 12, 9, 30, tzinfo=UTC))


@settings(deadline=None)
@given(ANY)
def test_canonical_text_passes_through(text):
    assert understand(text) == text
    assert understand(text.lower()) == text


@settings(deadline=None)
@given(st.one_of(ANY, CLOSE))
def test_what_is_displayed_is_understood(text):
    assert understand(display(text)) == text
    assert understand(display_short(text)) == text


@settings(deadline=None)
@given(DAYS, st.sampled_from(["%d %B", "%B %d,", "%d %b", "%A %d %B", "%b. %d"]))
def test_day_in_words_is_that_day(day, form):
    assert understand(f"{day.strftime(form)} {day.year:04d}") == day.isoformat()


@settings(deadline=None)
@given(DAYS)
def test_numeric_day_is_never_guessed(day):
    typed = f"{day.day:02d}/{day.month:02d}/{day.year:04d}"

    try:
        assert understand(typed) == day.isoformat()
        assert day.day > 12 or day.day == day.month
    except DateError:
        assert day.day <= 12
    assert understand(typed, "dmy") == day.isoformat()


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.text("0123456789 -–/.,?~[]()XJanFebor年月日令和元", max_size=40)
    )
)
def test_any_text_is_understood_or_refused(typed):
    try:
        text = understand(typed)
    except DateError:
        return
    assert text == "" or parse(text).text == text


@pytest.mark.parametrize(
    "typed", ["1 or " * 20_000, "1-" * 100, "–" * 200, "from " * 40, " (" * 100]
)
def test_hostile_text_is_refused_fast(typed):
    began = time.thread_time()

    with pytest.raises(DateError):
        understand(typed)

    assert time.thread_time() - began < 0.2
