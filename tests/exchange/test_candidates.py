"""What is offered on the page of unknown words in the place of one."""

import pytest

from exchange.models import Batch
from exchange.words.choosing import Candidates, Own
from vocabulary.models import Place

pytestmark = pytest.mark.usefixtures("small_record")


def near(target: str, text: str) -> list[str]:
    word = {"target": target, "text": text, "choices": []}
    return [key for key, _name in Candidates(Own(Batch())).near(word)]


def test_record_is_found_by_a_part_of_its_key():
    assert near("source", "small-sorce")[0] == "small-source"


def test_place_is_found_by_its_own_word_before_those_of_its_country():
    for name in ("Sasebo", "Japan", "Sea of Japan", "Off Japan"):
        Place.objects.create(key=name.lower().replace(" ", "-"), name=name)

    assert near("place", "Sasebo, Japan")[0] == "sasebo"
