"""Keys proposed for new records."""

import pytest

from records.documents import blank
from records.keys import propose
from records.kinds import get_kind
from records.store import apply
from tests.exchange.batch_cases import previewed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("JIMEX 2025", "jimex-2025"),
        ("Exercise of 13.2.2021", "exercise-of-13-2-2021"),
        ("12–26 January", "12-26-january"),
        ("2+2 ministerial", "2-2-ministerial"),
        ("India's navy / Japan's", "indias-navy-japans"),
        ("Añadir", "anadir"),
        ("Übung Straße", "ubung-strasse"),
        ("Łódź", "lodz"),
        ("Þór Đặng Ísafjörður Kızıl", "thor-dang-isafjordur-kizil"),
        ("snake_case", "snake-case"),
        ("ＳＮＡＫＥ＿ＣＡＳＥ", "snake-case"),
        ("海上自衛隊", "exercise"),
        ("add", "add-2"),
        ("?!", "exercise"),
    ],
)
def test_key_is_the_title_with_its_words_apart(title, key):
    assert propose(title, "exercise") == key


def test_key_that_is_taken_gets_a_number():
    document = blank(get_kind("project"), "unicorn")
    document["fields"]["title"] = "UNICORN"
    apply(document, by=None, why="a test")

    assert propose("Unicorn", "exercise", taken=["unicorn-2"]) == "unicorn-3"


@pytest.mark.usefixtures("small_record")
def test_key_of_a_row_keeps_letters_that_have_no_plain_one_beneath(ana):
    batch = previewed(ana, exercises={"title": "Brk Żółw 1"})

    assert batch.records.get().key == "brk-zolw-1"
