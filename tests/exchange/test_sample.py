"""The synthetic record: the same for the same seed, whole, and plainly synthetic."""

import pytest
from django.core.management import CommandError, call_command

from exchange.management.commands.make_sample import sample
from records.models import Record, Status
from records.present import current
from vocabulary.models import Country

pytestmark = pytest.mark.usefixtures("small_vocabulary")


def made(seed: int) -> dict:
    call_command("make_sample", exercises=60, seed=seed, verbosity=0)
    documents = current(list(Record.objects.all()))
    assert len(documents) == Record.objects.count()
    return documents


def test_same_seed_makes_the_same_record():
    first, again, other = (list(sample(seed).chunks(60, 7)) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_sample_is_whole_and_plainly_synthetic():
    documents = made(1)

    kinds = [document["kind"] for document in documents.values()]
    assert [kinds.count(kind) for kind in ("exercise", "series", "source")] == [60, 3, 6]
    assert all(key.startswith("sample-") for key in documents)
    assert all(d["fields"]["title"].startswith("Sample ") for d in documents.values())
    exercise = documents["sample-exercise-26"]
    assert exercise["fields"]["series"] == "sample-series-2"
    assert exercise["fields"]["edition"] == 1
    assert exercise["fields"]["hosts"]
    assert len(exercise["lists"]["participants"]) in (2, 3, 4)
    assert exercise["citations"][0]["claims"]["title"] == "Sample exercise 26"


def test_published_sample_is_public():
    call_command("make_sample", exercises=3, publish=True, verbosity=0)

    assert set(Record.objects.values_list("status", flat=True)) == {Status.PUBLISHED}


def test_second_sample_is_refused():
    call_command("make_sample", exercises=3, verbosity=0)

    with pytest.raises(CommandError):
        call_command("make_sample", exercises=3, verbosity=0)


def test_no_exercises_are_no_sample():
    with pytest.raises(CommandError) as raised:
        call_command("make_sample", exercises=0, verbosity=0)

    assert raised.value.returncode == 2


def test_states_of_a_sample_have_existed_in_all_its_years():
    Country.objects.create(key="SUN", name="Soviet Union", until="1991-12-26")
    Country.objects.create(key="SS", name="South Sudan", since="2011-07-09")
    documents = [document for part in sample(1).chunks(60, 60) for document in part]

    used = {p["country"] for d in documents for p in d["lists"].get("participants", ())}

    assert used == {"AU", "IN", "JP", "US"}
