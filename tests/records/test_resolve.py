"""References that nothing answers to: what is said of them."""

import pytest

from records.documents import blank
from records.kinds import get_kind
from records.store import Proposal, plan

pytestmark = pytest.mark.django_db


def test_nearest_of_a_series_are_series_also_in_the_batch():
    series = blank(get_kind("series"), "jimex")
    series["fields"]["title"] = "JIMEX"
    exercise = blank(get_kind("exercise"), "jimex-2025")
    exercise["fields"] |= {"title": "JIMEX 2025", "series": "jimx"}

    steps = plan([Proposal(exercise), Proposal(series)])

    assert steps[0].faults[0].hint == "Nearest: jimex."
