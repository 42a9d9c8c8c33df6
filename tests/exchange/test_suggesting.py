"""Suggested profiles: they can be read as they are, and name every column."""

import io

import pytest
from django.core.management import CommandError, call_command

from exchange.imports import Order, import_files
from exchange.mapping.profiles import profile_of
from tests.exchange.layouts import LAYOUTS, write_layout


@pytest.fixture(autouse=True)
def vocabulary(db) -> None:
    call_command("seed_vocabulary", verbosity=0)


def suggested(path, sheet: str = "exercises") -> str:
    out = io.StringIO()
    call_command("suggest_mapping", path, treat_as=sheet, stdout=out)
    return out.getvalue()


def dry_run(path, text: str):
    mapping = profile_of(text.encode(), "suggested.toml")
    return import_files([path], Order(dry_run=True, mapping=mapping))


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name.endswith(("mme", "jme"))])
def test_suggestion_for_exercises_can_be_tried_as_it_is(tmp_path, name):
    path = write_layout(tmp_path, name, rows=120)

    report = dry_run(path, suggested(path))

    assert [str(problem) for problem in report.problems] == []
    assert report.counts["exercise"]["new"] > 0


def test_suggestion_for_agreements_lacks_only_what_no_heading_tells(tmp_path):
    path = write_layout(tmp_path, "defence_dcad", rows=60)

    report = dry_run(path, suggested(path, "agreements"))

    assert {problem.column for problem in report.problems} <= {"type", "title_en"}


def test_suggestion_knows_the_scheme_of_codes_and_the_order_of_dates(tmp_path):
    path = write_layout(tmp_path, "participants_jme", rows=300)

    text = suggested(path)

    assert 'dates = "dmy"' in text
    assert 'codes = "gw"' in text
    assert 'group_by = ["exid"]' in text


def test_suggestion_takes_any_heading_and_value(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text('id,"a ""quoted"" \\ name",x\n1,"two\nlines",é\n', encoding="utf-8")

    assert dry_run(path, suggested(path)).problems


def test_file_without_rows_ends_with_code_2(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n")

    with pytest.raises(CommandError) as raised:
        suggested(tmp_path / "x.csv")

    assert raised.value.returncode == 2
