"""Dates as words."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from records.dates import display, display_short


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("", "", ""),
        (None, "", ""),
        ("2022-09-11/2022-09-17", "11–17 September 2022", "11–17 Sep 2022"),
        ("2022-02-27/2022-03-10", "27 February – 10 March 2022", "27 Feb – 10 Mar 2022"),
        (
            "2022-12-30/2023-01-02",
            "30 December 2022 – 2 January 2023",
            "30 Dec 2022 – 2 Jan 2023",
        ),
        ("2018-11", "November 2018", "Nov 2018"),
        ("2018-11-03", "3 November 2018", "3 Nov 2018"),
        ("2024", "2024", "2024"),
        ("2018-11/2018-12", "November–December 2018", "Nov–Dec 2018"),
        ("2018-11/2019-02", "November 2018 – February 2019", "Nov 2018 – Feb 2019"),
        ("2018-11/2018-12-03", "November 2018 – 3 December 2018", "Nov 2018 – 3 Dec 2018"),
        ("2015/2017", "2015–2017", "2015–2017"),
        ("2024-XX", "2024, month not known", "2024, month not known"),
        ("1985-04-XX", "April 1985, day not known", "Apr 1985, day not known"),
        ("1985-XX-XX", "1985, month and day not known", "1985, month and day not known"),
        ("201X", "2010s, year not known", "2010s, year not known"),
        ("20XX", "2000–2099, year not known", "2000–2099, year not known"),
        ("2021-21", "spring 2021", "spring 2021"),
        ("2021-24", "winter 2021–2022", "winter 2021–2022"),
        ("2024-10~", "about October 2024", "about Oct 2024"),
        ("2015?", "2015, uncertain", "2015, uncertain"),
        ("2015%", "about 2015, uncertain", "about 2015, uncertain"),
        ("2015~/2017", "from about 2015 to 2017", "from about 2015 to 2017"),
        ("2025-10-16/", "from 16 October 2025, end not known", "from 16 Oct 2025, end not known"),
        (
            "/2022-11-15",
            "until 15 November 2022, start not known",
            "until 15 Nov 2022, start not known",
        ),
        ("../2021-07", "by July 2021", "by Jul 2021"),
        ("2015/..", "since 2015", "since 2015"),
        (
            "2015~/2017?",
            "from about 2015 to 2017 (uncertain)",
            "from about 2015 to 2017 (uncertain)",
        ),
        (
            "[2015-04..2016-03]",
            "one day between April 2015 and March 2016",
            "one day between Apr 2015 and Mar 2016",
        ),
        ("[2020,2022-05]", "2020 or May 2022", "2020 or May 2022"),
        ("[..2004]", "one day until 2004", "one day until 2004"),
        ("[2004..]", "one day from 2004 on", "one day from 2004 on"),
        ("2023-02-30", "2023-02-30", "2023-02-30"),
    ],
)
def test_date_in_words(text, words, short):
    assert display(text) == words
    assert display_short(text) == short


def test_words_follow_the_language_of_the_page():
    english = display("2018-10/2018-12")

    with translation.override("de"):
        german = display("2018-10/2018-12")

    assert (english, german) == ("October–December 2018", "Oktober–Dezember 2018")
    assert display("2018-10/2018-12") == english


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_can_be_displayed(text):
    assert display(text)
