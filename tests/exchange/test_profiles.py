"""Profiles: what is wrong in one is told; dates and codes are read as it says."""

import signal
import tomllib
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from exchange.mapping import ProfileError
from exchange.mapping.codes import Countries, NoCountry
from exchange.mapping.foreign import form
from exchange.mapping.points import interval, parts, point
from exchange.mapping.profiles import profile_of
from exchange.mapping.wording import written
from exchange.reading import Grid
from records.dates import DateError
from tests.exchange.test_mapping import SMALL, profile


@pytest.fixture
def within():
    """What interrupts the work in it that takes far longer than it should, as for ever."""

    @contextmanager
    def limit(seconds: int):
        def give_up(*_args):
            raise TimeoutError

        former = signal.signal(signal.SIGALRM, give_up)
        signal.alarm(seconds)
        try:
            yield
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, former)

    return limit


class TestProfile:
    @pytest.mark.parametrize(
        ("text", "key", "words"),
        [
            ("sheet = 'exercise'\nkey='x'", "sheet", "exercises"),
            ("sheet = 'exercises'\nkye='x'", "kye", "Did you mean “key”?"),
            ("sheet = 'exercises'", "key", "mme-{id}"),
            (SMALL.replace('"when"', "{ year = 3 }"), "columns.date.year", "no date"),
            (SMALL + "[[items]]\nlist = 'phases'", "items[2]", "nothing from the table"),
            (SMALL + "sheeet = 'x'", "items[1].sheeet", "no such column"),
            (SMALL.replace("when", "a..b"), "columns.date", ""),
            (SMALL.replace('"who"', '["who", 3]'), "items[1].country.column", "no text"),
            (SMALL.replace("separator", "separater"), "items[1].country.separater", "separator"),
            (SMALL.replace('"name"', '{ constant = "a", column = "b" }'), "columns.title", "one"),
            (SMALL.replace('"x-{id}"', '"x-{id|yeer}"'), "key", "yeer"),
            (
                SMALL.replace('"-9"', '"NA"').replace('"/"', '"/", codes = "iso2"'),
                "items[1]",
                "Nam",
            ),
        ],
    )
    def test_what_is_wrong_is_told_with_file_key_and_what_would_be_right(self, text, key, words):
        if key == "columns.date":
            text = SMALL.replace('"when"', '{ columns = "StateC..StateA" }')
        with pytest.raises(ProfileError) as raised:
            profile(text)

        problem = raised.value.problems[0]
        assert problem.sheet == "small.toml"
        assert problem.column.startswith(key)
        assert words in str(problem)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("[" + "[" * 60 + "]" * 60 + "]", "nested too deeply"),
            ("{ a = " * 30 + "1" + " }" * 30, "nested too deeply"),
            ("1" * 5000, "4300 digits"),
            ("0x" + "f" * 6000, "too large"),
            ('"a\\u0000b"', "control characters"),
            ("{ " + "t" * 400 + " = 1 }", "too long"),
        ],
        ids=["lists", "tables", "digits", "number", "nul", "name"],
    )
    def test_value_that_nobody_means_is_told(self, text, words):
        with pytest.raises(ProfileError, match=words):
            profile(f"{SMALL}values = {text}")

    @pytest.mark.parametrize(
        "tag", ["int abc", "float x", "timestamp x", "bool perhaps", "set {a}"]
    )
    def test_tag_of_yaml_is_told(self, tag):
        with pytest.raises(ProfileError, match=r"small\.yaml"):
            profile_of(f"sheet: exercises\nname: !!{tag}".encode(), "small.yaml")

    @pytest.mark.parametrize(
        "text",
        [
            SMALL + 'when = "' + "a" * 190_000 + '"',
            SMALL.replace('"when"', '{ columns = "' + "A.." * 60_000 + '!" }'),
            SMALL.replace('"exercises"', '"' + "exercise" * 20_000 + '"'),
            SMALL.replace('"x-{id}"', '"' + "{id}" * 40_000 + '"'),
        ],
        ids=["word", "span", "sheet", "template"],
    )
    def test_long_text_is_not_pored_over_for_minutes(self, text, within):
        with within(20), pytest.raises(ProfileError):
            profile(text)

    @pytest.mark.parametrize("text", ['name: "\\ud800"', '"\\udfff": 1', 'ignore: ["a\\ud800"]'])
    def test_half_a_character_in_yaml_is_told(self, text):
        with pytest.raises(ProfileError, match="control characters"):
            profile_of(f"sheet: exercises\n{text}".encode(), "small.yaml")

    def test_too_many_entries_are_told(self):
        words = "".join(f'"w{n}" = "IN"\n' for n in range(10_000))

        with pytest.raises(ProfileError, match="at most 10000"):
            profile(f"{SMALL}[values.country]\n{words}")

    def test_word_is_added_to_very_many_and_nothing_else_changes(self, within):
        words = {f"w{n}": "IN" for n in range(9_000)}
        lines = "".join(f'"{word}" = "{ours}"\n' for word, ours in words.items())
        before = f"{SMALL}# Matched by hand.\n[values.country]\n{lines}"
        tables = tomllib.loads(before)
        tables["values"]["country"]["Phillipines"] = "PH"

        with within(20):
            text, anew = written(tables, before), written(tables)

        assert tomllib.loads(text) == tomllib.loads(anew) == tables
        assert "# Matched by hand." in text

    def test_no_toml_is_told(self):
        with pytest.raises(ProfileError, match="no TOML"):
            profile("sheet = ")

    @pytest.mark.parametrize(
        "marks",
        ["[!" * 50_000, '","'.join(f"c{number}*" for number in range(9_900)), "*a" * 50_000],
        ids=["brackets", "many", "stars"],
    )
    def test_what_is_ignored_is_not_pored_over_for_minutes(self, marks, within):
        found = profile(SMALL.replace('"note"', f'"{marks}", "far*", "[note]"'))
        names = ["name", "when", "who", "id", *(f"x{number}" for number in range(300)), "a" * 9_000]
        grid = Grid("small", [(1, [*names, "farther", "[note]"])])

        with within(20):
            problems = form(grid, found, "small.csv")

        assert [problem.column for problem in problems] == names[4:]

    def test_command_ends_with_code_2_for_a_profile_that_is_wrong(self, tmp_path):
        (tmp_path / "x.csv").write_text("a\n1")
        (tmp_path / "x.toml").write_text("sheet = 'none'")

        with pytest.raises(CommandError) as raised:
            call_command("import_record", tmp_path / "x.csv", mapping=tmp_path / "x.toml")

        assert raised.value.returncode == 2

    def test_span_names_columns_by_letters(self):
        found = profile(SMALL.replace('column = "who"', 'columns = "StateX..StateAB"'))

        assert found.items[0].columns["country"].columns == tuple(
            f"State{letters}" for letters in ("X", "Y", "Z", "AA", "AB")
        )


@pytest.mark.parametrize(
    ("text", "order", "edtf"),
    [
        ("09/xx/2009", "mdy", "2009-09"),
        ("xx/09/2009", "dmy", "2009-09"),
        ("xx/xx/2009", "", "2009"),
        ("00/00/2009", "mdy", "2009"),
        ("2009-09-00", "", "2009-09"),
        ("09/10/2009", "mdy", "2009-09-10"),
        ("09/10/2009", "dmy", "2009-10-09"),
        ("13.01.2009", "", "2009-01-13"),
    ],
)
def test_date_is_read_as_far_as_it_is_known(text, order, edtf):
    assert point(text, order) == edtf


@pytest.mark.parametrize("text", ["09/xx/2009", "03/04/2009", "09/xx/09", "31/02/2009"])
def test_date_that_may_be_two_or_none_is_refused(text):
    with pytest.raises(DateError):
        point(text, "")


def test_parts_and_ends_that_are_missing_stay_unknown():
    assert parts("2009", "0", "") == "2009"
    assert parts("2009", "Sep", "3") == "2009-09-03"
    assert interval("2009-09", "") == "2009-09/"
    assert interval("", "2009") == "/2009"
    with pytest.raises(ValueError, match="month"):
        parts("2009", "", "3")


@pytest.mark.usefixtures("whole_vocabulary")
class TestCodes:
    @pytest.mark.parametrize(
        ("scheme", "code", "year", "key"),
        [
            ("cow", "255", None, "DE"),
            ("gw", "260", None, "DE"),
            ("cow", "002", None, "US"),
            ("iso3", "ind", None, "IN"),
            ("iso2", "NA", None, "NA"),
            ("cow", "365", 1985, "SUHH"),
            ("cow", "365", 2005, "RU"),
            ("cow", "345", 1999, "YUCS"),
            ("cow", "345", 2005, "CSXX"),
            ("cow", "775", None, "MM"),
            ("cow", "260", 1980, "XGFR"),
            ("gw", "260", 1980, "XGFR"),
            ("gw", "260", 2001, "DE"),
            ("cow", "678", None, "XYAR"),
            ("gw", "678", 1975, "XYAR"),
            ("gw", "678", 2001, "YE"),
            ("cow", "817", 1965, "XRVN"),
            ("gw", "817", 1965, "XRVN"),
            ("cow", "511", 1964, "XZAN"),
            ("gw", "711", 1949, "XTBT"),
            ("iso3", "ROM", 1999, "RO"),
            ("iso3", "ddr", None, "DDDE"),
            ("iso2", "YU", 1995, "YUCS"),
            ("iso2", "CS", 1990, "CSHH"),
            ("iso2", "CS", 2004, "CSXX"),
            ("iso2", "SK", 1970, "SK"),
            ("numeric", "112", 2010, "BY"),
        ],
    )
    def test_code_means_the_state_of_its_time(self, scheme, code, year, key):
        assert Countries().find(scheme, code, year) == key

    def test_unknown_code_says_what_it_is_in_other_codes(self):
        with pytest.raises(NoCountry) as raised:
            Countries().find("gw", "255")

        assert "Germany" in raised.value.hint
