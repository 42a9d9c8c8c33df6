"""References that nothing answers to: what is said of them."""

import pytest

from records.documents import blank
from records.kinds import get_kind
from records.resolve import Resolver, Unknown, _folded
from records.steps import Proposal
from records.store import plan

pytestmark = pytest.mark.django_db


def test_nearest_of_a_series_are_series_also_in_the_batch():
    series = blank(get_kind("series"), "jimex")
    series["fields"]["title"] = "JIMEX"
    exercise = blank(get_kind("exercise"), "jimex-2025")
    exercise["fields"] |= {"title": "JIMEX 2025", "series": "jimx"}

    steps = plan([Proposal(exercise), Proposal(series)])

    assert steps[0].faults[0].hint == "Nearest: jimex."


@pytest.mark.parametrize(
    "text", ["India, Japan", "India & Japan", "India and Japan", "India / Japan"]
)
@pytest.mark.usefixtures("small_vocabulary")
def test_several_names_in_one_are_told_how_to_be_separated(text):
    with pytest.raises(Unknown) as raised:
        Resolver()("country", text)

    assert raised.value.hint == "In a list they are separated by semicolons: India; Japan."


@pytest.mark.usefixtures("small_vocabulary")
def test_name_of_which_a_part_is_unknown_is_one_name():
    with pytest.raises(Unknown) as raised:
        Resolver()("country", "India, Nowhere")

    assert "semicolons" not in raised.value.hint


def test_name_that_is_unknown_is_looked_up_once_however_often_it_stands(django_assert_num_queries):
    resolver = Resolver()
    with pytest.raises(Unknown):
        resolver("country", "Wakanda")

    with django_assert_num_queries(0):
        for _time in range(3):
            with pytest.raises(Unknown, match="Wakanda"):
                resolver("country", "Wakanda")


@pytest.mark.usefixtures("small_vocabulary")
def test_nearest_are_told_of_the_first_of_very_many_unknown_names_only(monkeypatch):
    monkeypatch.setattr("records.resolve.COMPARED", 2 * len(_folded("country", ())))
    resolver, hints = Resolver(), []

    for name in ("Indiaa", "Indiaaa", "Inddia"):
        with pytest.raises(Unknown) as raised:
            resolver("country", name)
        hints.append(raised.value.hint)

    assert ["India" in hint for hint in hints] == [True, True, False]
