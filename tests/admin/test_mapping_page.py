"""Mapping in the admin: suggested, changed in the form and in the text, tried, used, saved."""

import tomllib

import pytest

from exchange.mapping.texts import MOST
from exchange.models import Batch, State
from tests.admin.import_pages import address, text
from tests.admin.mapping_pages import PROFILE, TABLE, column, draft, page_of, posted, uploaded
from tests.exchange.layouts import write_layout

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")


class TestWayThere:
    def test_foreign_headings_lead_to_the_mapping(self, as_ana):
        batch = uploaded(as_ana)

        page = as_ana.get(address(batch), follow=True)

        assert page.redirect_chain == [(address(batch, "mapping"), 302)]
        assert batch.state == State.FAILED

    def test_misspelt_heading_of_ours_is_a_fault_and_no_foreign_table(self, as_ana):
        batch = uploaded(as_ana, "key,titel,date\na-1,A,2001\n", "exercises.csv")

        page = as_ana.get(address(batch), follow=True)

        assert page.redirect_chain == []
        assert "titel" in text(page)

    def test_all_layouts_of_the_field_are_suggested_and_tried(self, as_ana, tmp_path):
        for name in ("exercises_mme", "exercises_jme", "participants_jme"):
            path = write_layout(tmp_path, name, rows=60)
            batch = uploaded(as_ana, path.read_text(), path.name)

            context = page_of(as_ana, batch).context

            assert context["problems"] == []
            assert context["shown"][0].sheet == "exercises"
            as_ana.post(address(batch, "mapping"), posted(context["form"], do="use"))
            batch.refresh_from_db()
            assert batch.state == State.PREVIEWED
            assert batch.count("new")


class TestForm:
    def test_samples_and_choices_stand_beside_each_column(self, as_ana):
        page = text(page_of(as_ana, uploaded(as_ana)))

        assert "<code>Blue Heron</code>" in page
        assert 'aria-label="who goes to"' in page
        assert "Participants: country" in page

    def test_column_is_put_elsewhere_and_the_first_rows_show_it(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]
        changed = {column(form, "note"): "f:summary", "do": "show"}

        as_ana.post(address(batch, "mapping"), posted(form, **changed))

        assert draft(batch)["columns"]["summary"] == "note"
        shown = page_of(as_ana, batch).context["shown"][0]
        assert "summary" in shown.columns

    def test_fault_is_shown_at_its_cell(self, as_ana):
        batch = uploaded(as_ana, TABLE.replace("2002", "03/04/2002"))
        as_ana.post(address(batch, "mapping"), {"do": "text", "text": PROFILE})

        shown = page_of(as_ana, batch).context["shown"][0]

        cell = next(c for row in shown.rows for c in row.cells if c[2] and c[0] == "date")
        assert cell[0] == "date"
        assert "03/04/2002" in cell[2][0].value

    def test_what_the_form_cannot_say_is_kept_and_told(self, as_ana):
        batch = uploaded(as_ana)
        as_ana.post(address(batch, "mapping"), {"do": "text", "text": PROFILE})
        page = page_of(as_ana, batch)
        assert "columns.summary" in text(page)

        form = page.context["form"]
        as_ana.post(address(batch, "mapping"), posted(form, do="show", missing="-9; NA"))

        tables = draft(batch)
        assert tables == {**tomllib.loads(PROFILE), "missing": ["-9", "NA"]}
        assert batch.options["draft"].startswith("# Ours since 2019.")

    def test_two_columns_for_one_value_are_told_at_the_second(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]
        changed = {column(form, "note"): "f:title", "do": "show"}

        page = as_ana.post(address(batch, "mapping"), posted(form, **changed))

        row = next(r for r in page.context["form"].rows if r.column.name == "note")
        assert "goes there already" in row.form.errors["to"][0]
        batch.refresh_from_db()
        assert "draft" not in batch.options

    def test_column_that_nothing_is_said_of_keeps_the_table_out(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]
        changed = {column(form, "note"): "", "do": "use"}

        page = as_ana.post(address(batch, "mapping"), posted(form, **changed), follow=True)

        assert "cannot be used yet" in text(page)
        row = next(r for r in page.context["form"].rows if r.column.name == "note")
        assert "Nothing is said of this column yet" in row.problems[0].message
        assert Batch.objects.get(pk=batch.pk).state == State.FAILED

    def test_where_a_column_keeps_all_rows_out_the_first_rows_say_why(self, as_ana):
        batch = uploaded(as_ana, TABLE.replace("kind,note", "kind,name"))
        profile = PROFILE.replace('summary = { column = "note", missing = ["x"] }', "")
        as_ana.post(address(batch, "mapping"), {"do": "text", "text": profile})

        page = text(page_of(as_ana, batch))

        first = page[page.index('id="first"') :]
        first = first[: first.index("</section>")]
        assert "There are no rows as yet: mend first what is said at the columns above." in first
        assert "This heading stands twice. <code>name</code>" in first

    def test_columns_that_are_left_out_are_marked(self, as_ana):
        batch = uploaded(as_ana)

        page = page_of(as_ana, batch)

        left = page.context["form"].left
        assert "note" in left
        assert "name" not in left
        assert f"{len(left)} columns are left out" in text(page)
        profile = PROFILE.replace('summary = { column = "note", missing = ["x"] }', "")
        profile = profile.replace('["note"]', '["n*"]')
        as_ana.post(address(batch, "mapping"), {"do": "text", "text": profile})
        rows = {row.column.name: row for row in page_of(as_ana, batch).context["form"].rows}
        assert [name for name, row in rows.items() if row.is_left] == ["note"]

    def test_name_to_save_by_stays_while_the_mapping_is_tried(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]

        as_ana.post(address(batch, "mapping"), posted(form, do="show", save_as="Reefs"))

        assert page_of(as_ana, batch).context["name"] == "Reefs"

    def test_headings_further_down_are_found(self, as_ana):
        above = "Reefs of the sea,,,,,\n,,,,,\n"
        batch = uploaded(as_ana, above + TABLE)

        context = page_of(as_ana, batch).context

        assert [row.column.name for row in context["form"].rows][:2] == ["id", "name"]
        assert context["form"].head["heading_row"].value() == 3

    def test_likeliest_sheet_is_suggested_and_offered_first(self, as_ana, tmp_path):
        path = write_layout(tmp_path, "defence_dcad", rows=20)
        batch = uploaded(as_ana, path.read_text(), path.name)

        page = page_of(as_ana, batch)

        assert page.context["sheet"] == "agreements"
        names = [name for name, _placed in page.context["likely"]]
        assert names[0] == "agreements"
        assert {*names} > {"exercises", "series", "meetings", "sources"}
        assert "Agreements · 9 of 16 columns recognised" in text(page)

    def test_another_sheet_is_suggested_anew(self, as_ana):
        batch = uploaded(as_ana)

        as_ana.post(address(batch, "mapping"), {"do": "sheet", "sheet": "agreements"})

        assert draft(batch)["sheet"] == "agreements"


class TestText:
    def test_text_that_is_no_toml_is_shown_again_with_its_fault(self, as_ana):
        batch = uploaded(as_ana)

        page = as_ana.post(address(batch, "mapping"), {"do": "text", "text": "sheet = <b>"})

        assert "This is no TOML" in text(page)
        assert "sheet = &lt;b&gt;" in text(page)
        batch.refresh_from_db()
        assert "draft" not in batch.options

    def test_fault_of_a_key_is_told_beside_the_form(self, as_ana):
        batch = uploaded(as_ana)
        wrong = PROFILE.replace('date = "when"', 'dat = "when"')

        page = as_ana.post(address(batch, "mapping"), {"do": "text", "text": wrong}, follow=True)

        assert "Did you mean “date”?" in text(page)
        assert page.context["form"] is not None

    @pytest.mark.parametrize(
        "huge", ["# " + "x" * 1_000_000, ".".join(["a"] * 50_000) + " = 1", "a = " + "[" * 50_000]
    )
    def test_monstrous_text_is_refused_at_once(self, as_ana, huge):
        batch = uploaded(as_ana)

        page = as_ana.post(address(batch, "mapping"), {"do": "text", "text": huge}, follow=True)

        assert page.status_code in (200, 400)
        batch.refresh_from_db()
        assert len(batch.options.get("draft", "")) < MOST
        assert "draft" not in batch.options

    @pytest.mark.parametrize(
        "line",
        [
            "columns = 5",
            "items = 3",
            'items = ["a"]',
            "items = [{ list = [] }]",
            "identifiers = { MME = [] }",
            "values = [1]",
            "values = { outcome = 1 }",
            "source = 1979-05-27",
            "source = { claims = 5 }",
            "source = { record = 1 }",
            "group_by = [[]]",
            "ignore = 1.5",
        ],
    )
    def test_text_of_other_types_is_shown_with_what_is_wrong(self, as_ana, record, line):
        batch = uploaded(as_ana)
        name = line.split(" ")[0]
        said = f'sheet = "exercises"\nkey = "reef-{{id}}"\n{line}\n'

        as_ana.post(address(batch, "mapping"), {"do": "text", "text": said})

        page = as_ana.get(address(batch, "mapping"))
        assert page.context["text"] == said
        assert any(problem.column.startswith(name) for problem in page.context["problems"])
