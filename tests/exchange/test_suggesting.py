"""Suggested profiles: they can be read as they are, and name every column."""

import io

import pytest
from django.core.management import CommandError, call_command

from exchange.imports import Order, import_files
from exchange.mapping.profiles import profile_of
from tests.exchange.layouts import LAYOUTS, write_layout

pytestmark = pytest.mark.usefixtures("whole_vocabulary")


def suggested(path, sheet: str = "") -> str:
    out = io.StringIO()
    call_command("suggest_mapping", path, treat_as=sheet, stdout=out, stderr=io.StringIO())
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

    # The codes of the types are words to be matched, among them the mark for an unknown one.
    told = {(problem.column, problem.value) for problem in report.problems}
    assert told == {("docType", code) for code in ("1", "2", "3", "-88")}


def test_suggestion_knows_the_scheme_of_codes_and_the_order_of_dates(tmp_path):
    path = write_layout(tmp_path, "participants_jme", rows=300)

    text = suggested(path)

    assert 'dates = "dmy"' in text
    assert 'codes = "gw"' in text
    assert 'group_by = ["exid"]' in text


@pytest.mark.parametrize(("germany", "scheme"), [("260", "gw"), ("255", "cow")])
def test_code_of_germany_tells_the_scheme(tmp_path, germany, scheme):
    path = tmp_path / "small.csv"
    codes = ["2", "200", "220", "740", germany]
    rows = [f"{n},Reef {n},2005,{codes[n % 5]}" for n in range(20)]
    path.write_text("\n".join(["id,exercise,year,state", *rows]))

    text = suggested(path)

    assert f'country = {{ column = "state", codes = "{scheme}" }}' in text


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["09/xx/2009", "11/xx/2010"], ['dates = "mdy"']),
        (["xx/09/2009", "04/05/2010"], ['dates = "dmy"']),
        (["00.09.2009", "10.11.2010"], ['dates = "dmy"']),
        (["09/xx/2009", "23/04/2010"], ['dates = "dmy"']),
        (["09/xx/2009", "xx/04/2010"], []),
        (["xx/xx/2009", "04/05/2010"], []),
    ],
)
def test_day_that_is_not_known_tells_the_order_where_none_is_above_12(tmp_path, dates, order):
    path = tmp_path / "small.csv"
    rows = [f"{number},Blue Heron {number},{when}" for number, when in enumerate(dates)]
    path.write_text("\n".join(["id,exercise,date", *rows]))

    text = suggested(path)

    assert 'date = "date"' in text
    assert [line for line in text.splitlines() if line.startswith("dates")] == order


DAYS = [f"2009-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)]


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ({"year": "2009", "StartDate": "", "EndDate": ""}, 'start = "StartDate", end = "EndDate"'),
        ({"StartDate": "", "year": "2009", "EndDate": ""}, 'start = "StartDate", end = "EndDate"'),
        ({"Start": "2009", "StartDate": "", "EndDate": ""}, 'start = "StartDate", end = "EndDate"'),
        ({"from": "", "end year": "2009", "until": ""}, 'start = "from", end = "until"'),
        ({"from": "2009-03", "finish": "2009", "until": ""}, 'start = "from", end = "until"'),
        ({"date": "2009", "year": "2009", "month": "3"}, 'year = "year", month = "month"'),
        (
            {"year": "2009", "start year": "2009", "start month": "3"},
            'year = "start year", month = "start month"',
        ),
        ({"date": "", "year": "2009", "month": "3"}, 'date = "date"'),
    ],
)
def test_most_precise_of_several_dates_is_taken_in_whatever_order(tmp_path, given, date):
    path = tmp_path / "dates.csv"
    lines = [",".join(["id", "exercise", *given, "host"])]
    for number, day in enumerate(DAYS, 1):
        cells = [cell or day for cell in given.values()]
        lines.append(",".join([str(number), f"Blue Heron {number}", *cells, "India"]))
    path.write_text("\n".join(lines))

    assert date in suggested(path)


def test_date_that_few_rows_have_does_not_take_the_place_of_the_year(tmp_path):
    path = tmp_path / "dates.csv"
    days = ["2009-03-20", *[""] * 9]
    rows = [f"{number},Blue Heron {number},{day},2009" for number, day in enumerate(days)]
    path.write_text("\n".join(["id,exercise,StartDate,year", *rows]))

    assert 'date = { year = "year" }' in suggested(path)


def test_suggestion_takes_any_heading_and_value(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text('id,"a ""quoted"" \\ name",x\n1,"two\nlines",é\n', encoding="utf-8")

    assert dry_run(path, suggested(path)).problems


def test_file_without_rows_ends_with_code_2(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n")

    with pytest.raises(CommandError) as raised:
        suggested(tmp_path / "x.csv")

    assert raised.value.returncode == 2


TABLES = {
    "exercises": """Exercise,Start date,End date,Country,Troops,Host
Malabar,2001-03-04,2001-03-06,India,100,1
Malabar,2001-03-04,2001-03-06,Japan,200,0
Malabar,2002-03-04,2002-03-06,India,100,1
""",
    "series": """Series,Cadence,Members,Domain,Aim
Malabar,yearly,India; Japan,naval,Train together
Dharma Guardian,yearly,India; Japan,land,Train
""",
    "agreements": """Name,Party A,Party B,Signed on,Entry into force,Kind
Treaty of Amity,India,Japan,12.03.1999,2000,treaty
Agreement on supply,India,France,13.03.2001,,agreement
""",
    "dialogues": """Name,Level,Frequency,Members
India-Japan 2+2,ministerial,yearly,India; Japan
Defence Policy Dialogue,senior officials,yearly,India; Japan
""",
    "meetings": """Name,Date,Venue,Countries,Level
First 2+2 Ministerial Meeting,12.03.1999,New Delhi,"India, Japan",ministerial
Defence ministers' meeting,14.03.2002,Tokyo,"India, Japan",ministerial
""",
    "projects": """Programme,Supplier,Recipient,Technology,Type
US-2,Japan,India,amphibious aircraft,transfer
Unicorn masts,Japan,India,mast,co-development
""",
    "sources": """Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Url
AB1,article-journal,2020,"Walia, S.",On naval ties,Asian Security,10.1/x,https://a.example/1
AB2,book,2021,"Rej, A.",Defence,Press,,https://a.example/2
""",
}


class TestLikeliestSheet:
    def test_table_is_taken_for_what_its_headings_and_values_say(self, tmp_path):
        found, problems = {}, []
        for sheet, table in TABLES.items():
            path = tmp_path / "table.csv"
            path.write_text(table, encoding="utf-8")
            text = suggested(path)
            found[sheet] = profile_of(text.encode(), "x.toml").sheet
            problems += dry_run(path, text).problems

        assert found == {sheet: sheet for sheet in TABLES}
        assert [str(problem) for problem in problems] == []

    def test_layouts_of_the_field_are_taken_for_what_they_are(self, tmp_path):
        found = {
            name: profile_of(suggested(write_layout(tmp_path, name, rows=60)).encode(), "").sheet
            for name in LAYOUTS
        }

        assert found == dict.fromkeys(LAYOUTS, "exercises") | {"defence_dcad": "agreements"}

    def test_another_can_be_chosen(self, tmp_path):
        path = tmp_path / "table.csv"
        path.write_text(TABLES["agreements"], encoding="utf-8")

        assert 'sheet = "meetings"' in suggested(path, "meetings")

    def test_rows_without_a_number_are_told_apart_by_title_and_date(self, tmp_path):
        path = tmp_path / "table.csv"
        path.write_text(TABLES["exercises"], encoding="utf-8")

        report = dry_run(path, suggested(path))

        keys = [entry["key"] for entry in report.records]
        assert keys == ["table-malabar-2001-03-04", "table-malabar-2002-03-04"]

    def test_headings_under_a_title_are_found(self, tmp_path):
        path = tmp_path / "table.csv"
        path.write_text(f"All treaties,,,,,\n{TABLES['agreements']}", encoding="utf-8")

        assert dry_run(path, suggested(path)).counts["agreement"]["new"] == 2

    def test_agreement_without_a_title_is_named_by_its_parties(self, tmp_path):
        path = tmp_path / "table.csv"
        path.write_text(TABLES["agreements"].replace("Treaty of Amity", ""), encoding="utf-8")

        titles = {entry["title"] for entry in dry_run(path, suggested(path)).records}

        assert titles == {"Agreement: India and Japan, 1999", "Agreement on supply"}

    def test_code_beside_a_name_is_no_second_country(self, tmp_path):
        text = suggested(write_layout(tmp_path, "participants_jme", rows=60))

        profile = profile_of(text.encode(), "")
        assert profile.ignore == ("iso3", "source_page")
        assert profile.columns["hosts"].when == "lead"
        assert profile.items[0].columns["personnel"].columns == ("troops",)


class TestOneValueThatDoesNotFit:
    """An unknown value among known ones is told when the table is read; the column is guessed."""

    def rows(self, path, odd: dict, number: int = 60):
        """Write rows of three columns of codes, with other columns that nearly all fit."""
        codes = ["750", "740", "900", "2", "200"]
        lines = ["exercise_id,exercise,year,State1,State2,State3,maritime,edition"]
        for n in range(number):
            cells = {"one": codes[n % 5], "two": codes[(n + 1) % 5], "three": codes[(n + 2) % 5]}
            cells |= {"flag": str(n % 2), "edition": str(n + 1)} | (odd if n == number // 2 else {})
            lines.append(f"{n},Reef {n},2001,{','.join(cells.values())}")
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    @pytest.mark.parametrize("number", [12, 60])
    def test_of_codes_keeps_the_columns_and_is_listed_when_it_is_read(self, tmp_path, number):
        path = self.rows(tmp_path / "t.csv", {"two": "9999"}, number)

        text = suggested(path)

        assert 'country = { columns = ["State1", "State2", "State3"], codes = "cow" }' in text
        (problem,) = dry_run(path, text).problems
        assert (problem.row, problem.value) == (number // 2 + 2, "9999")

    def test_of_names_keeps_the_column(self, tmp_path):
        path = tmp_path / "t.csv"
        names = ["India", "Japan"] * 15 + ["Atlantiss"]
        lines = ["exercise_id,exercise,year,Country"]
        lines += [f"{n},Reef {n},2001,{name}" for n, name in enumerate(names)]
        path.write_text("\n".join(lines), encoding="utf-8")

        assert 'country = "Country"' in suggested(path)

    @pytest.mark.parametrize("odd", [{"flag": "?"}, {"edition": "ca. 4"}])
    def test_of_a_flag_or_a_number_keeps_the_column(self, tmp_path, odd):
        ((name, value),) = odd.items()

        text = suggested(self.rows(tmp_path / "t.csv", odd))

        assert {"flag": 'maritime = "maritime"', "edition": 'edition = "edition"'}[name] in text
        report = dry_run(tmp_path / "t.csv", text)
        assert [problem.value for problem in report.problems] == [value]

    def test_numbers_of_which_a_part_happen_to_be_codes_are_no_countries(self, tmp_path):
        path = tmp_path / "t.csv"
        numbers = ["2"] * 70 + ["3", "4", "5", "6", "7"]
        lines = ["exercise_id,exercise,year,ships"]
        lines += [f"{n},Reef {n},2001,{number}" for n, number in enumerate(numbers)]
        path.write_text("\n".join(lines), encoding="utf-8")

        assert "country" not in suggested(path).partition("[columns]")[2]
