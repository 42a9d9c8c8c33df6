"""The year in which a record stands, for the columns of figures."""

import pytest

from records.models import Record
from records.years import year_of_period
from tests.public import exercise, store, vocabulary


@pytest.mark.parametrize(
    ("date", "year"),
    [("2018-11", 2018), ("1971", 1971), ("../2015", 2015), ("2020/..", 2020), ("", None)],
)
def test_year_is_that_of_the_first_day_else_of_the_last(db, date, year):
    vocabulary()
    store(exercise("e", date=date or None))

    found = Record.objects.filter(key="e").annotate(year=year_of_period())

    assert found.values_list("year", flat=True).get() == year
