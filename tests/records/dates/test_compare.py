"""Whether two statements of a date can both be true."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.dates import bounds, compatible
from tests.records.dates.strategies import CLOSE, NEAR, SINGLE

AGREE = [
    ("2020", "2020-09-09"),
    ("2020", "2020-09-10"),
    ("2020-09", "2020-09-09"),
    ("", "2020"),
    (None, "2020"),
    ("2023", "2023-01-12/2023-01-26"),
    ("2023-01", "2023-01-12/2023-01-26"),
    ("2023-01-12", "2023-01-12/2023-01-26"),
    ("2022-02", "2022-02-27/2022-03-10"),
    ("2023-01-12/", "2023-01-12/2023-01-26"),
    ("/2023-01-26", "2023-01-12/2023-01-26"),
    ("/2023-01-26", "2023-01-12/"),
    ("2015/..", "2015/2018"),
    ("../2021-07", "2021-03"),
    ("2023/2023-02", "2023-01-12/2023-02-26"),
    ("2024-10~", "2024-09-30"),
    ("2024~", "2025"),
    ("2024-10-02~", "2024-10-03"),
    ("[2015-04..2016-03]", "2015"),
    ("[2015-04..2016-03]", "2016-01-30"),
    ("[2020,2022]", "2022-05"),
    ("2021-21", "2021-04-03"),
    ("201X", "2015-06/2017"),
    ("2015?", "2015"),
    ("2023-02-30", "2023-02-30"),
]
DISPUTE = [
    ("2020-09-09", "2020-09-10"),
    ("2020", "2021"),
    ("2021", "2020-09-09"),
    ("2023-01-13", "2023-01-12/2023-01-26"),
    ("2023-01-26", "2023-01-12/2023-01-26"),
    ("2022-03", "2022-02-27/2022-03-10"),
    ("2022-09-11/2022-09-17", "2022-09-11/2022-09-18"),
    ("2022-09-11/2022-09-17", "2022-09-10/2022-09-17"),
    ("2021-09", "../2021-07"),
    ("2024-01-01", "/2023-01-26"),
    ("2024-10~", "2024-12-01"),
    ("2024-10", "2024-09-30"),
    ("2015?", "2016"),
    ("[2015-04..2016-03]", "2016-04"),
    ("[2020,2022]", "2021"),
    ("2023-02-30", "2023-02-28"),
    ("foo", "2023"),
]


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_both_can_be_true(a, b):
    assert compatible(a, b)
    assert compatible(b, a)


@pytest.mark.parametrize(("a", "b"), DISPUTE)
def test_only_one_can_be_true(a, b):
    assert not compatible(a, b)
    assert not compatible(b, a)


@settings(deadline=None)
@given(CLOSE, CLOSE)
def test_agreement_is_mutual(a, b):
    assert compatible(a, b) == compatible(b, a)


@settings(deadline=None)
@given(st.one_of(CLOSE, st.text(max_size=20)))
def test_every_date_agrees_with_itself_and_with_none(text):
    assert compatible(text, text)
    assert compatible(text, "")
    assert compatible("", text)


@settings(deadline=None)
@given(NEAR, CLOSE)
def test_saying_less_never_disputes_more(day, other):
    full = day.isoformat()
    wider = [full, full[:7], full[:4], full[:3] + "X"]

    verdicts = [compatible(text, other) for text in wider]

    assert verdicts == sorted(verdicts)


@settings(deadline=None)
@given(SINGLE, SINGLE)
def test_single_dates_agree_exactly_when_they_share_a_possible_day(a, b):
    (first, last), (start, end) = bounds(a), bounds(b)

    assert compatible(a, b) == (max(first, start) <= min(last, end))


@settings(deadline=None)
@given(NEAR, NEAR, NEAR, NEAR)
def test_exact_intervals_agree_only_when_both_ends_do(a, b, c, d):
    one, other = sorted((a, b)), sorted((c, d))
    texts = ["/".join(map(date.isoformat, pair)) for pair in (one, other)]

    agree = compatible(*texts)

    if a != b and c != d:
        assert agree == (one == other)


@settings(deadline=None)
@given(SINGLE.filter(lambda text: text[-1] not in "?~%"), SINGLE)
def test_uncertain_widens_nothing_and_approximate_never_narrows(a, b):
    assert compatible(f"{a}?", b) == compatible(a, b)
    assert compatible(f"{a}~", b) >= compatible(a, b)
