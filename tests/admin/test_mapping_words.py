"""The mapping page speaks in the words of its form, and shows the first rows before its buttons."""

import pytest

from exchange.models import Batch
from tests.admin.import_pages import address, text, upload
from tests.admin.mapping_pages import PROFILE, mapped, posted, uploaded

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")


def test_first_rows_stand_before_the_buttons_that_use_the_mapping(as_ana):
    batch = uploaded(as_ana)

    page = text(as_ana.get(address(batch, "mapping")))

    first = page.index('id="first"')
    assert page.index('href="#first"') < page.index('id="columns"') < first
    assert first < page.index('name="save_as"') < page.index('value="use"')
    assert page.index('value="show"') < first  # what was changed is shown anew from here


def test_columns_left_out_stand_aside_where_they_are_many(as_ana):
    names = [f"v{number}" for number in range(30)]
    table = f"id,name,when,who,kind,note,{','.join(names)}\n1,Kite,2001,India,1,x,{'-9,' * 29}-9\n"
    batch = uploaded(as_ana, table)
    form = as_ana.get(address(batch, "mapping")).context["form"]

    aside = [row.column.name for row in form.aside]
    assert set(names) <= set(aside)
    assert [row.column.name for row in form.in_sight][:2] == ["id", "name"]
    page = text(as_ana.get(address(batch, "mapping")))
    shown = page.split('<details class="import-aside">')
    assert all(f'aria-label="{name} goes to"' not in shown[0] for name in names)
    assert all(f'aria-label="{name} goes to"' in shown[1] for name in names)
    as_ana.post(address(batch, "mapping"), posted(form, do="show"))  # all of it is still sent
    after = as_ana.get(address(batch, "mapping")).context["form"]
    assert [row.column.name for row in after.aside] == aside


def test_few_columns_left_out_stay_among_the_others(as_ana):
    form = as_ana.get(address(uploaded(as_ana), "mapping")).context["form"]

    assert form.aside == []
    assert form.in_sight == form.rows


def test_lists_of_the_first_rows_are_closed_unless_something_is_wrong_in_them(as_ana):
    batch = uploaded(as_ana)
    page = address(batch, "mapping")

    as_ana.post(page, {"do": "text", "text": PROFILE})
    assert '<details class="import-laid" open>' in text(as_ana.get(page))
    known = '\n[values.country]\n"Phillipines" = "PH"\n'
    as_ana.post(page, {"do": "text", "text": PROFILE + known})

    found = text(as_ana.get(page))
    assert '<details class="import-laid">' in found
    assert '<details class="import-laid" open>' not in found


def test_rows_of_words_that_are_told_once_are_not_said_to_be_of_no_record(as_ana):
    table = "id,name,when,who,kind,note\n1,Kite,2001,Phillipines,1,\n2,Reef,2002,Phillipines,1,\n"
    batch = mapped(as_ana, uploaded(as_ana, table))
    page = text(as_ana.get(address(batch)))
    assert "Failed · 2 records · 1 fault" in page

    batch = mapped(as_ana, uploaded(as_ana, table + ",Lost,2003,Phillipines,1,\n"))
    page = text(as_ana.get(address(batch)))
    assert "Failed · 2 records · 1 row of no record · 2 faults" in page


def test_missing_key_is_told_in_the_words_of_the_form(as_ana):
    batch = uploaded(as_ana)
    page = address(batch, "mapping")
    form = as_ana.get(page).context["form"]
    empty = dict.fromkeys((*form.head.keys, "key_prefix"), "")

    as_ana.post(page, posted(form, do="show", **empty))

    found = text(as_ana.get(page))
    assert "What makes the key of a record:</strong>" in found
    assert "Choose there the columns" in found
    assert "Write key =" not in found


def test_unknown_word_of_a_mapped_table_is_told_without_the_words_of_a_profile(as_ana):
    batch = mapped(as_ana, uploaded(as_ana))

    page = text(as_ana.get(address(batch)))
    given = as_ana.get(address(batch, "problems") + "?format=csv").content.decode()

    for said in (page, given):
        assert "No country is called “Phillipines”." in said
        assert "with the words that are not known." in said
        assert "[values" not in said
        assert "in the profile" not in said


def test_code_of_several_states_names_the_field_of_the_form(as_ana):
    upload(as_ana, ("reef.csv", b"id,name,who\n1,Kite,365\n"))
    profile = PROFILE.split("[columns]")[0] + (
        '[columns]\ntitle = "name"\n[[items]]\nlist = "participants"\n'
        'country = { column = "who", codes = "cow" }\n'
    )
    batch = mapped(as_ana, Batch.objects.get(), profile.replace('ignore = ["note"]\n', ""))

    page = text(as_ana.get(address(batch)))
    assert "“Year of country codes” in the mapping names the column that tells." in page
    assert "country_year" not in page
