"""Whole numbers as people and programs write them."""

import pytest

from records.types import Int


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("24", 24), (" 24 ", 24), ("007", 7), ("12.0", 12), ("12,00", 12)),
        *(("1 234", 1234), ("1\u202f234\u202f567", 1234567), ("12'345", 12345), ("1’234", 1234)),
        *(("1,234,567", 1234567), ("1.234.567", 1234567)),
    ],
)
def test_only_reading_of_a_number_is_taken(text, number):
    assert Int().clean(text) == number


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.000"])
def test_number_that_could_be_two_is_refused_with_what_to_write(text):
    whole = text.replace(",", "").replace(".", "")

    with pytest.raises(ValueError, match=f"thousands or decimals: write {whole}"):
        Int().clean(text)


@pytest.mark.parametrize("text", ["1,234.567.890", "12.5", "12 34", "1 2345", "some 20", "--3"])
def test_text_that_is_no_whole_number_is_refused(text):
    with pytest.raises(ValueError, match="not a whole number"):
        Int().clean(text)


def test_number_below_zero_is_one_but_too_small():
    with pytest.raises(ValueError, match="at least 0"):
        Int().clean("-3")
