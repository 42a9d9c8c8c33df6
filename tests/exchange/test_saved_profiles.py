"""Saved profiles and YAML: for the command line as for the admin; what is monstrous is refused."""

import io
import tomllib

import pytest
from django.core.management import CommandError, call_command

from exchange.batches.steps import preview
from exchange.mapping import ProfileError, profile_of
from exchange.mapping.giving import given
from exchange.mapping.heads import head_of, with_head
from exchange.mapping.points import interval
from exchange.mapping.taking import taken
from exchange.mapping.texts import MOST
from exchange.mapping.wording import written
from exchange.models import Batch, SavedProfile
from records.kinds import get_kind
from tests.admin.mapping_pages import PROFILE, TABLE
from tests.exchange.layouts import LAYOUTS
from tests.exchange.test_mapping import EXAMPLES

YAML = """
name: reef
sheet: exercises
key: reef-{id}
missing: [-9, NO]
ignore: [note, kind]
columns:
  title: name
  date: when
items:
  - list: participants
    country: {column: who, separator: /}
values:
  country:
    Phillipines: PH
    007: JP
    NO: leave out
"""


def kind_of(tables: dict):
    return get_kind({"exercises": "exercise", "agreements": "agreement"}[tables["sheet"]])


@pytest.mark.usefixtures("whole_vocabulary")
class TestCommandLine:
    def run(self, tmp_path, mapping) -> str:
        path = tmp_path / "reef.csv"
        path.write_text(TABLE)
        out = io.StringIO()
        call_command("import_record", path, mapping=mapping, stdout=out, stderr=out)
        return out.getvalue()

    def test_yaml_is_read_as_toml_is(self, tmp_path):
        profile = tmp_path / "reef.yaml"
        profile.write_text(YAML)

        assert "3" in self.run(tmp_path, profile)

        batch = Batch.objects.get()
        assert batch.options["mapping"]["text"] == YAML
        assert batch.records.filter(kind="exercise").count() == 3

    @pytest.mark.parametrize("name", ["name:Reefs", "Reefs"])
    def test_saved_profile_is_taken_by_its_name(self, tmp_path, name):
        text = PROFILE + '[values.country]\n"Phillipines" = "PH"\n'
        SavedProfile.objects.create(name="Reefs", text=text)

        self.run(tmp_path, name)

        assert Batch.objects.get().options["mapping"]["text"] == text

    def test_unknown_name_tells_those_that_there_are(self, tmp_path):
        SavedProfile.objects.create(name="Reefs", text=PROFILE)

        with pytest.raises(CommandError, match="Reefs") as raised:
            self.run(tmp_path, "name:Reef")

        assert raised.value.returncode == 2


class TestYaml:
    def test_words_stay_words(self):
        profile = profile_of(YAML.encode(), "reef.yml")

        assert profile.missing == {"-9", "no"}
        assert profile.values["country"] == {"phillipines": "PH", "007": "JP", "no": "leave out"}

    @pytest.mark.parametrize(
        "text",
        [
            "a: &a [x]\nb: [*a, *a]",
            "!!python/object/apply:os.system ['true']",
            "- just\n- a list",
            "a: [1",
            "a: " + "[" * 20_000,
        ],
    )
    def test_what_is_no_profile_is_told(self, text):
        with pytest.raises(ProfileError):
            profile_of(text.encode(), "x.yaml")


@pytest.mark.parametrize(
    "text",
    ["#" * (MOST + 1), ".".join(["a"] * 40_000) + "=1", "a=" + "[" * 40_000, "a='\x00'"],
)
def test_monstrous_toml_is_refused(text):
    with pytest.raises(ProfileError):
        profile_of(text.encode(), "x.toml")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('[values.contry]\n"a" = "b"', "Did you mean “country”?"),
        ('[source]\nkey = "s"\nbasis = "rumour"', "reported"),
        ('[source]\nkey = "s"\nclaims = ["dates"]', "Did you mean “date”?"),
    ],
)
def test_misspelt_part_of_a_profile_is_told(more, words):
    with pytest.raises(ProfileError, match=words):
        profile_of((PROFILE + more).encode(), "x.toml")


def test_creating_what_an_import_cannot_is_told():
    text = PROFILE.replace('date = "when"', 'places = { column = "when", create = true }')

    with pytest.raises(ProfileError, match="could create"):
        profile_of(text.encode(), "x.toml")


def test_open_end_in_one_cell_stays_open():
    assert interval("2009-09-12/", "") == "2009-09-12/"
    assert interval("", "2009-09-12/..") == "2009-09-12/.."


@pytest.mark.parametrize("name", LAYOUTS)
def test_form_gives_back_what_it_takes(name):
    text = (EXAMPLES / f"{name}.toml").read_text()
    tables = tomllib.loads(text)
    head, rest = head_of(tables, kind_of(tables))
    uses, rest = taken(rest, kind_of(tables), next(LAYOUTS[name](1)))

    again = with_head(head, given(uses, rest, kind_of(tables)))

    one, two = profile_of(text.encode(), "x.toml"), profile_of(written(again).encode(), "x.toml")
    assert (one.read, one.columns, one.ignore) == (two.read, two.columns, two.ignore)
    assert (one.key, one.source, one.values) == (two.key, two.source, two.values)
    assert {i.list for i in one.items} == {i.list for i in two.items}
    assert tomllib.loads(written(again, text)) == again


def test_series_of_a_column_are_made_as_drafts(whole_vocabulary, ana):
    text = PROFILE.replace('date = "when"', 'series = { column = "name", create = true }')
    text += '[values.country]\n"Phillipines" = "PH"\n'
    options = {"mapping": {"name": "reef", "text": text.replace('["note"]', '["note", "when"]')}}

    batch = preview([("reef.csv", TABLE.encode())], by=ana, options=options)

    found = dict(batch.records.values_list("key", "kind"))
    assert found["blue-heron"] == found["iron-anchor"] == "series"
    assert set(batch.records.values_list("outcome", flat=True)) == {"new"}


def test_second_file_of_one_import_makes_no_second_series(whole_vocabulary, ana):
    text = PROFILE.replace('date = "when"', 'series = { column = "name", create = true }')
    text = text.replace('["note"]', '["note", "when"]')
    head = TABLE.splitlines()[0]
    files = [(f"{n}.csv", f"{head}\n{n},Reef,2001,India,1,\n".encode()) for n in (1, 2)]

    batch = preview(files, by=ana, options={"mapping": {"name": "reef", "text": text}})

    outcomes = dict(batch.records.values_list("key", "outcome"))
    assert outcomes == {"reef": "new", "reef-1": "new", "reef-2": "new"}
