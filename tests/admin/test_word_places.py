"""Unknown words: where each stands, lists taken for one word, and records of the same files."""

import pytest

from exchange.models import Batch
from records.models import Record
from tests.admin.import_pages import address, apply_it, choose, text, upload
from tests.admin.mapping_pages import PROFILE, TABLE, mapped, posted, uploaded
from tests.exchange.batch_cases import document, outcomes, sheet

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")
ROW = {"title": "Milan 2022", "date": "2022"}
HINDU, TITLE = "hindu-on-milan", "Hindu on Milan"
CITED = {"record": "Milan 2022", "source": "Hindu, Milan", "claims": "date"}


def lines(client, batch: Batch) -> dict:
    """Return word -> its line on the page of words."""
    page = client.get(address(batch, "words"))
    return {line.word["text"]: line for line in page.context["lines"]}


def brought(client, *files) -> Batch:
    upload(client, *files)
    return Batch.objects.latest("created")


class TestPlaces:
    def test_sheet_of_a_word_is_named(self, as_ana):
        child = {"record": "Milan 2022", "country": "Jappan"}
        batch = brought(as_ana, sheet("exercises", ROW), sheet("participants", child))

        page = text(as_ana.get(address(batch, "words")))

        assert "participants, country, row 2" in page

    def test_file_of_a_word_of_a_foreign_table_is_named(self, as_ana):
        batch = mapped(as_ana, uploaded(as_ana))

        assert "reef.csv, who, row 3" in text(as_ana.get(address(batch, "words")))


class TestLists:
    def test_list_in_a_foreign_column_leads_back_to_the_mapping(self, as_ana):
        table = TABLE.replace("India/Japan", '"India, Japan, Australia"')
        batch = mapped(as_ana, uploaded(as_ana, table))

        line = lines(as_ana, batch)["India, Japan, Australia"]
        page = text(as_ana.get(address(batch, "words")))

        assert line.offered == []
        assert "This looks like a list: India; Japan; Australia." in page
        assert "the parts are divided by “,”" in page
        assert f'<a href="{address(batch, "mapping")}">Back to the mapping</a>' in page
        told = batch.problems.get(value="India, Japan, Australia")
        assert "Say in the mapping what divides its parts." in told.hint
        assert "semicolons" not in told.hint

    def test_list_is_read_once_the_mapping_says_what_divides_it(self, as_ana):
        table = TABLE.replace("India/Japan", '"India, Japan"').replace("Phillipines", "India")
        batch = mapped(as_ana, uploaded(as_ana, table.replace("/India", "")))
        page = address(batch, "mapping")
        profile = PROFILE.replace('separator = "/"', 'separator = ","')

        as_ana.post(page, {"do": "text", "text": profile})
        as_ana.post(page, posted(as_ana.get(page).context["form"], do="use"))

        batch.refresh_from_db()
        assert outcomes(batch)["reef-1"] == "new"
        assert lines(as_ana, batch) == {}

    def test_list_in_a_sheet_of_ours_is_to_be_written_with_semicolons(self, as_ana):
        batch = brought(as_ana, sheet("exercises", {**ROW, "participants": "India, Japan"}))

        assert lines(as_ana, batch)["India, Japan"].offered == []
        page = text(as_ana.get(address(batch, "words")))
        assert "In the file, write semicolons between its parts." in page
        assert "Back to the mapping" not in page

    @pytest.mark.parametrize("word", ["Inda", "Inda, Jappan"])
    def test_other_words_keep_their_candidates(self, as_ana, word):
        batch = brought(as_ana, sheet("exercises", {**ROW, "hosts": word}))

        assert lines(as_ana, batch)[word].offered
        assert "looks like a list" not in text(as_ana.get(address(batch, "words")))


class TestRecordsOfTheSameFiles:
    @pytest.fixture
    def batch(self, as_ana) -> Batch:
        source = {"title": TITLE, "type": "report"}
        files = [("sources", source), ("exercises", ROW), ("citations", CITED)]
        return brought(as_ana, *(sheet(name, row) for name, row in files))

    def test_new_source_is_offered_and_chosen(self, as_ana, batch):
        assert lines(as_ana, batch)["Hindu, Milan"].offered[0] == (
            f"key:{HINDU}",
            f"{TITLE} ({HINDU})",
        )

        choose(as_ana, batch, {"Hindu, Milan": f"key:{HINDU}"})

        assert outcomes(batch) == {HINDU: "new", "milan-2022": "new"}
        apply_it(as_ana, batch)
        assert document("milan-2022")["citations"][0]["source"] == HINDU

    def test_its_title_may_be_written_and_is_remembered_once_it_is_stored(self, as_ana, batch):
        number = lines(as_ana, batch)["Hindu, Milan"].number
        said = {f"other-{number}": TITLE, f"remember-{number}": "yes"}

        choose(as_ana, batch, {}, **said)
        apply_it(as_ana, batch)

        assert Record.objects.get(key=HINDU).aliases.get().name == "Hindu, Milan"

    def test_it_is_no_candidate_for_words_of_another_kind(self, as_ana, batch):
        row = {"title": "Other", "date": "2021", "series": TITLE}
        source = {"title": TITLE, "type": "report"}
        other = brought(as_ana, sheet("exercises", row), sheet("sources", source))

        assert f"key:{HINDU}" not in dict(lines(as_ana, other)[TITLE].offered)


def test_choices_that_look_like_the_word_stand_first(as_ana):
    upload(as_ana, ("papers.csv", b"id,name,sort\n1,Milan in print,news\n"))
    profile = (
        'name = "papers"\nsheet = "sources"\nkey = "papers-{id}"\n'
        '[columns]\ntitle = "name"\ntype = "sort"\n'
    )
    batch = mapped(as_ana, Batch.objects.get(), profile)

    offered = lines(as_ana, batch)["news"].offered

    assert offered[0] == ("key:article-newspaper", "newspaper article")
    assert len(offered) > 20
