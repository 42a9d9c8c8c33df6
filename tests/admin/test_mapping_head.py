"""What a mapping says of the whole table: the source that all rows cite, dates with gaps."""

import pytest

from exchange.models import State
from tests.admin.conftest import SOURCE
from tests.admin.import_pages import address, text
from tests.admin.mapping_pages import PROFILE, draft, page_of, posted, uploaded

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")


class TestSource:
    def test_source_is_found_by_its_title(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]
        title = "Walia 2025"
        changed = {"source_key": title, "source_title": "A new one", "do": "show"}

        page = as_ana.post(address(batch, "mapping"), posted(form, **changed))

        assert "small letters" in text(page)
        changed |= {"source_key": "reef-dataset", "source_type": "dataset"}
        as_ana.post(address(batch, "mapping"), posted(form, **changed))
        assert draft(batch)["source"] == {
            "key": "reef-dataset",
            "record": {"title": "A new one", "type": "dataset"},
        }

    def test_source_of_which_only_the_title_is_written_gets_a_key(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]
        changed = {"source_title": "Reef dataset", "source_type": "dataset", "do": "show"}

        as_ana.post(address(batch, "mapping"), posted(form, **changed))

        assert draft(batch)["source"] == {
            "key": "reef-dataset",
            "record": {"title": "Reef dataset", "type": "dataset"},
        }

    @pytest.mark.parametrize("key", ["", "reef-dataset"])
    def test_new_source_without_its_type_is_told_at_the_field(self, as_ana, key):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]
        changed = {"source_key": key, "source_title": "Reef dataset", "do": "use"}

        page = as_ana.post(address(batch, "mapping"), posted(form, **changed))

        assert page.context["form"].head.errors.keys() == {"source_type"}
        assert "the source is not stored yet" in text(page)
        batch.refresh_from_db()
        assert batch.state == State.FAILED

    def test_title_of_a_source_that_is_stored_needs_no_type(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]

        as_ana.post(
            address(batch, "mapping"), posted(form, source_title="JIMEX 2023 begins", do="show")
        )

        assert draft(batch)["source"]["key"] == SOURCE

    @pytest.mark.parametrize(("line", "says"), [("", "needs this"), ('type = "news"', "one of")])
    def test_text_that_describes_half_a_source_is_told_once(self, as_ana, line, says):
        batch = uploaded(as_ana)
        source = f'\n[source]\nkey = "reef-set"\n[source.record]\ntitle = "Reef"\n{line}\n'

        as_ana.post(address(batch, "mapping"), {"do": "text", "text": PROFILE + source})

        page = page_of(as_ana, batch)
        (problem,) = page.context["problems"]
        assert problem.column == "source.record.type"
        assert says in problem.message
        form = page.context["form"]
        sent = posted(form, do="use", source_type="")
        as_ana.post(address(batch, "mapping"), sent)
        batch.refresh_from_db()
        assert batch.state == State.FAILED

    def test_place_in_a_source_that_is_not_named_is_told(self, as_ana):
        batch = uploaded(as_ana)
        form = page_of(as_ana, batch).context["form"]

        changed = posted(form, source_locator="p. 4", do="show")
        page = as_ana.post(address(batch, "mapping"), changed)

        assert "Say which source this is about." in text(page)


@pytest.mark.parametrize("when", ["03/04/2001", "03/xx/2001"])
def test_date_that_could_be_two_is_told_in_the_words_of_the_form(as_ana, when):
    other = when.replace("xx", "04") if "xx" in when else "04/05/2001"
    table = f"id,name,when\n1,Reef,{when}\n2,Kite,{other}\n"
    batch = uploaded(as_ana, table)
    form = page_of(as_ana, batch).context["form"]

    page = as_ana.post(address(batch, "mapping"), posted(form, dates="", do="show"), follow=True)

    assert "The “Order of dates” in the mapping can say it for all." in text(page)
    assert 'dates = "' not in text(page).split("The profile as text")[0]


class TestDatesWithGaps:
    def test_day_without_its_month_can_give_the_year_alone(self, as_ana):
        table = "id,name,year,month,day\n1,Reef,2003,-9,14\n2,Kite,2004,5,6\n"
        batch = uploaded(as_ana, table)
        form = page_of(as_ana, batch).context["form"]

        data = posted(form, without_month="year", do="use")
        as_ana.post(address(batch, "mapping"), data)

        batch.refresh_from_db()
        assert batch.count("new") == 2
        assert "in 1 row a day is known but not its month" in text(as_ana.get(address(batch)))

    def test_dates_with_gaps_are_counted_beyond_the_first_rows_before_it_is_used(self, as_ana):
        rows = [f"{n},Reef {n},2003,5,6,2003,5,7" for n in range(40)]
        rows[30:32] = ["30,Reef 30,2003,-9,6,2003,5,7", "31,Reef 31,2003,-9,6,-9,5,7"]
        head = "id,name,syear,smonth,sday,eyear,emonth,eday"
        batch = uploaded(as_ana, "\n".join([head, *rows]))

        page = page_of(as_ana, batch)

        head = page.context["form"].head
        assert "Here in 2 rows at least." in head["without_month"].help_text
        assert "Here in 1 row at least." in head["without_year"].help_text
        wrong = posted(page.context["form"], do="use", source_title="A new one")
        page = as_ana.post(address(batch, "mapping"), wrong)
        assert "Here in 2 rows at least." in text(page)

    def test_end_without_its_year_can_be_left_out(self, as_ana):
        table = "id,name,syear,smonth,sday,eyear,emonth,eday\n1,Reef,2003,5,6,-9,5,7\n"
        table += "2,Kite,2003,5,6,2003,5,7\n"
        batch = uploaded(as_ana, table)
        form = page_of(as_ana, batch).context["form"]

        as_ana.post(address(batch, "mapping"), posted(form, without_year="leave out", do="use"))

        batch.refresh_from_db()
        assert batch.count("new") == 2
        assert "in 1 row a date has no year" in text(as_ana.get(address(batch)))
