"""Texts put away while an import is planned."""

import random

import pytest

from exchange.laying import shelf


@pytest.mark.parametrize("at_hand", [1, 1024 * 1024], ids=["in a file", "in memory"])
def test_texts_come_back_from_their_places_in_any_order(monkeypatch, at_hand):
    monkeypatch.setattr(shelf, "AT_HAND", at_hand)
    kept, texts = shelf.Shelf(), [f"{number}é".encode() * number for number in range(300)]
    places = []
    for number, text in enumerate(texts):
        places.append(kept.put(text))
        assert kept.take(places[number // 2]) == texts[number // 2]

    found = [*enumerate(places)]
    random.Random(1).shuffle(found)

    assert all(kept.take(place) == texts[number] for number, place in found)


def test_file_is_let_go_with_the_shelf(monkeypatch):
    monkeypatch.setattr(shelf, "AT_HAND", 1)
    kept = shelf.Shelf()
    kept.put(b"text")
    file = kept._file

    del kept

    assert file.closed
