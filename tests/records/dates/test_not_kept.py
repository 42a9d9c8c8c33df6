"""Words of typed dates that dates do not keep: read without them, and told."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.dates import display, not_kept, understand
from tests.records.dates.strategies import ANY, CLOSE
from tests.records.dates.test_typed import TYPED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("late 2014", "Of “late 2014”, “late” is not kept: it is read as 2014."),
        ("Early March 2022", "“early” is not kept: it is read as March 2022."),
        ("2nd half of 2011", "“2nd half” is not kept: it is read as 2011."),
        ("late May – early June 2024", "“late, early” is not kept: it is read as May–June 2024."),
        ("令和3年3月上旬", "“上旬” is not kept: it is read as March 2021."),
    ],
)
def test_word_that_a_date_does_not_keep_is_told(typed, sentence):
    said, hint = not_kept(typed)

    assert sentence in said
    assert understand(re.search(r"\[.*?\]", hint)[0]) == "[2014-10..2014-12]"


@pytest.mark.parametrize("typed", ["", None, "late foo", *TYPED.values()])
def test_nothing_is_told_where_all_is_kept_or_nothing_is_read(typed):
    assert not_kept(typed) is None


@settings(deadline=None)
@given(st.one_of(ANY, CLOSE))
def test_what_is_displayed_is_kept_whole(text):
    assert not_kept(display(text)) is None
