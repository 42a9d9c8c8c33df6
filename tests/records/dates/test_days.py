"""The quick way through days and spans of days comes to what the grammar makes of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.dates import DateError, bounds, parse, understand
from records.dates.days import plain_days
from tests.records.dates.strategies import ANY, DAYS

DIGITS = st.text("0123456789", min_size=2, max_size=2)
YEARS = st.sampled_from(["0000", "0001", "2023", "2024", "9999"])
NEARLY = st.builds("{}-{}-{}".format, YEARS, DIGITS, DIGITS)


def as_parsed(text: str):
    """What the grammar says of a text that is its own canonical one: its days."""
    try:
        found = parse(text)
    except DateError:
        return None
    return (found.earliest, found.latest) if found.text == text else None


@settings(deadline=None)
@given(st.one_of(ANY, NEARLY, st.builds("{}/{}".format, NEARLY, NEARLY)))
def test_it_never_says_anything_else_than_the_grammar(text):
    days = plain_days(text)

    assert days is None or days == as_parsed(text) == bounds(text)
    assert days is None or understand(text) == text


@given(DAYS, DAYS)
def test_every_day_and_span_of_days_goes_this_way(one, other):
    first, last = sorted([one, other])

    assert plain_days(one.isoformat()) == (one, one)
    if first < last:
        assert plain_days(f"{first.isoformat()}/{last.isoformat()}") == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-02-29",
        "0000-01-01",
        "2023-01-12/2023-01-12",
        "2023-01-12/2023-01-11",
        "2023-01-12~",
        "2023-W01-1",
        "20230112",
        "2023-01-1２",
    ],
)
def test_any_other_text_is_left_to_the_grammar(text):
    assert plain_days(text) is None
