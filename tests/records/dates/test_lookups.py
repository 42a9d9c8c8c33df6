"""Period filters: certainly, possibly, undated."""

from datetime import date

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.dates import UncertainDateField, bounds, certainly, possibly, undated
from tests.records.dates.strategies import CLOSE, NEAR

TEXTS = [
    *("", "2022-09-11/2022-09-17", "2022", "2022-12~", "2021-12-30/2022-01-02", "2019"),
    *("2015/..", "2022-10-16/", "../2022-07", "/2022-11-15", "[2021-04..2022-03]", "2023/.."),
]
FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)


class Meta:
    app_label = "records"


@pytest.fixture
def happening(transactional_db):
    """A model with one row for each of TEXTS, and one that refers to it."""
    with isolate_apps("records"):
        body = {"__module__": __name__, "Meta": Meta, "date": UncertainDateField(blank=True)}
        model = type("Happening", (models.Model,), body)
        link = models.ForeignKey(model, models.CASCADE)
        note = type(
            "HappeningNote", (models.Model,), {"__module__": __name__, "Meta": Meta, "of": link}
        )
        with connection.schema_editor() as editor:
            editor.create_model(model)
            editor.create_model(note)
        model.objects.bulk_create([model(date=text) for text in TEXTS])
        model.note = note
        yield model
        with connection.schema_editor() as editor:
            editor.delete_model(note)
            editor.delete_model(model)


def _texts(model, condition):
    return set(model.objects.filter(condition).values_list("date", flat=True))


def test_certainly_holds_what_lies_wholly_in_the_period(happening):
    assert _texts(happening, certainly("date", FIRST, LAST)) == {"2022-09-11/2022-09-17", "2022"}


def test_possibly_holds_whatever_may_touch_the_period(happening):
    found = _texts(happening, possibly("date", FIRST, LAST))

    assert found == set(TEXTS) - {"", "2019", "2023/.."}


def test_undated_is_neither(happening):
    assert _texts(happening, undated("date")) == {""}
    assert "" not in _texts(happening, possibly("date", None, None))
    assert "" not in _texts(happening, certainly("date", None, None))


def test_period_open_on_one_side(happening):
    before = _texts(happening, certainly("date", None, LAST))
    after = _texts(happening, certainly("date", FIRST, None))

    assert {"../2022-07", "/2022-11-15", "2019"} <= before
    assert not {"2015/..", "2022-10-16/", "2022-12~"} & before
    assert after == {"2022-09-11/2022-09-17", "2022", "2022-12~", "2022-10-16/", "2023/.."}
    assert "2019" not in _texts(happening, possibly("date", FIRST, None))
    assert "2023/.." not in _texts(happening, possibly("date", None, LAST))


def test_filters_reach_through_a_relation(happening):
    for row in happening.objects.all():
        happening.note.objects.create(of=row)

    found = happening.note.objects.filter(certainly("of__date", FIRST, LAST))

    assert found.count() == 2
    assert happening.note.objects.filter(undated("of__date")).count() == 1


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(texts=st.lists(CLOSE, min_size=1, max_size=5, unique=True), a=NEAR, b=NEAR)
def test_filters_say_what_the_bounds_say(happening, texts, a, b):
    first, last = sorted((a, b))
    happening.objects.all().delete()
    happening.objects.bulk_create([happening(date=text) for text in texts])

    inside = _texts(happening, certainly("date", first, last))
    touching = _texts(happening, possibly("date", first, last))

    spans = {text: bounds(text) for text in texts}
    assert inside == {
        t for t, (low, up) in spans.items() if low and up and first <= low and up <= last
    }
    assert inside <= touching
    assert touching == {
        text
        for text, (low, up) in spans.items()
        if (low or date.min) <= last and (up or date.max) >= first
    }
