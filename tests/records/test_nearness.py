"""What is offered in the place of a name that is not known: realistic slips and short forms."""

import pytest

from records.nearness import Nearness

NAMES = [
    *("sasebo", "off sasebo", "japan", "sea of japan", "off japan", "off guam", "guam", "us"),
    *("komatsu air base", "yokosuka naval base", "off yokosuka", "visakhapatnam", "vizag"),
    *("royal navy", "royal australian navy", "royal air force", "united states navy", "us navy"),
    *("japan maritime self-defense force", "msdf", "japan self-defense forces"),
    *("integrated defence staff", "self-defense fleet", "south korea", "north korea", "kenya"),
    *("acsa-india-japan", "walia-2025", "united states", "united mexican states", "malabar"),
]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sasebo, japan", "sasebo"),
        ("yokosuka naval bse", "yokosuka naval base"),
        ("visakhapatnam port", "visakhapatnam"),
        ("vizagg", "vizag"),
        ("guam (us)", "guam"),
        ("royal aust navy", "royal australian navy"),
        ("jmsdf", "msdf"),
        ("s korea", "south korea"),
        ("untied states", "united states"),
        ("malabar ex", "malabar"),
        ("acsa", "acsa-india-japan"),
        ("walia", "walia-2025"),
    ],
)
def test_what_shares_a_telling_word_comes_first(text, first):
    assert Nearness(NAMES).to(text, 5, 0.45)[0] == first


def test_what_is_far_less_near_than_the_nearest_is_not_offered():
    assert Nearness(NAMES).to("yokosuka naval bse", 5, 0.45) == ["yokosuka naval base"]


def test_text_that_is_like_none_has_no_nearest():
    assert Nearness(NAMES).to("xylophone", 5, 0.45) == []
    assert Nearness([]).to("japan", 5, 0.45) == []
    assert Nearness(NAMES).to("", 5, 0.45) == []


def test_word_of_very_many_names_does_not_bring_all_of_them():
    names = [f"malabar {year}" for year in range(1000, 2000)]

    assert len(Nearness(names).to("malabar 2020", 5, 0.45)) <= 5
