"""Mapping an import with tables of several layouts: table by table, then one preview."""

import io
import zipfile

import pytest

from exchange.models import Batch, SavedProfile, State
from tests.admin.import_pages import address, apply_it, choose, text, upload
from tests.admin.mapping_pages import PROFILE, TABLE, posted
from tests.exchange.batch_cases import document, outcomes
from tests.exchange.test_several_layouts import PACT, PACTS, REEFS, as_csv
from tests.exchange.workbooks import workbook

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")
WRONG = as_csv(PACTS).replace("France", "Phillipines")
READY = {"reef-1": "new", "reef-2": "new", "reef-3": "new", "pact-1": "new", "pact-2": "new"}


@pytest.fixture
def batch(as_ana) -> Batch:
    files = [("reef.csv", TABLE.encode()), ("pacts.csv", WRONG.encode())]
    upload(as_ana, *files, ("more.csv", b"id,name,when,who,kind,note\n9,Kite,2009,India,1,\n"))
    return Batch.objects.latest("created")


def tables(client, batch: Batch) -> dict[str, str]:
    """Return label -> address of the mapping of each table."""
    page = client.get(address(batch, "mapping"))
    there = page.context["tables"]
    return {entry[0].label: f"{address(batch, 'mapping')}?{entry[-1]}" for entry in there}


def say(client, page: str, said: str, **more):
    """Take a profile's text for a table, and use it."""
    client.post(page, {"do": "text", "text": said})
    form = client.get(page).context["form"]
    return client.post(page, posted(form, do="use", **more), follow=True)


def test_tables_are_mapped_one_after_another_and_then_previewed_together(as_ana, batch):
    there = tables(as_ana, batch)
    assert list(there) == ["reef.csv", "pacts.csv"]  # more.csv goes with the first
    assert "and 1 more like it" in text(as_ana.get(there["reef.csv"]))

    page = say(as_ana, there["reef.csv"], PROFILE, save_as="Reefs")
    assert page.context["title"] == "What the columns of pacts.csv are"
    assert "read by “Reefs”" in text(page)
    assert page.context["sheet"] == "agreements"
    assert Batch.objects.get(pk=batch.pk).state == State.FAILED

    say(as_ana, there["pacts.csv"], PACT)

    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED
    failed = {"reef-2": "failed", "reef-3": "failed", "pact-2": "failed"}
    assert outcomes(batch) == READY | failed | {"reef-9": "new"}
    assert "Read by the mapping “Reefs, pact”." in text(as_ana.get(address(batch)))


def test_word_of_both_is_matched_once_in_both_and_in_the_saved_profile(as_ana, batch):
    there = tables(as_ana, batch)
    say(as_ana, there["reef.csv"], PROFILE, save_as="Reefs")
    say(as_ana, there["pacts.csv"], PACT)
    batch.refresh_from_db()
    assert [word["text"] for word in batch.options["unknown"]] == ["Phillipines"]

    choose(as_ana, batch, {"Phillipines": "key:PH"})

    assert outcomes(batch) == READY | {"reef-9": "new"}
    assert '"PH"' in SavedProfile.objects.get().text
    apply_it(as_ana, batch)
    assert document("pact-2")["lists"]["parties"][1]["country"] == "PH"


def test_list_leads_back_to_the_mapping_of_its_table(as_ana):
    rows = "".join(f'{n},Treaty {n},"India, Japan",France,2003,1\n' for n in (3, 4))
    upload(
        as_ana,
        ("reef.csv", TABLE.encode()),
        ("pacts.csv", f"{','.join(PACTS[0])}\n{rows}".encode()),
    )
    batch = Batch.objects.latest("created")
    there = tables(as_ana, batch)
    for page, said in zip(there.values(), (PROFILE, PACT), strict=True):
        say(as_ana, page, said)

    page = text(as_ana.get(address(batch, "words")))

    assert f'<a href="{there["pacts.csv"]}">Back to the mapping</a>' in page


def test_table_can_be_left_out_but_not_all(as_ana, batch):
    there = tables(as_ana, batch)

    as_ana.post(there["reef.csv"], {"do": "leave"})
    refused = as_ana.post(there["pacts.csv"], {"do": "leave"}, follow=True)
    assert "one table at least" in text(refused)
    say(as_ana, there["pacts.csv"], PACT)

    batch.refresh_from_db()
    assert outcomes(batch) == {"pact-1": "new", "pact-2": "failed"}
    states = [entry[1] for entry in as_ana.get(there["pacts.csv"]).context["tables"]]
    assert states == ["left", "part"]
    choose(as_ana, batch, {"Phillipines": "key:PH"})
    page = as_ana.get(there["pacts.csv"])
    assert [entry[1] for entry in page.context["tables"]] == states


def test_saved_profile_is_offered_for_its_table_alone(ana, as_ana, batch):
    saved = SavedProfile.objects.create(name="Pacts", text=PACT, by=ana, by_name="ana")
    there = tables(as_ana, batch)
    assert as_ana.get(there["reef.csv"]).context["fitting"] is None
    assert as_ana.get(there["pacts.csv"]).context["fitting"] == saved

    as_ana.post(there["pacts.csv"], {"do": "saved", "saved": saved.pk})
    say(as_ana, there["reef.csv"], PROFILE)

    batch.refresh_from_db()
    assert batch.options["mapping"]["name"] == "reef, Pacts"


def test_one_of_them_is_changed_later_and_the_others_stay(as_ana, batch):
    there = tables(as_ana, batch)
    say(as_ana, there["reef.csv"], PROFILE)
    say(as_ana, there["pacts.csv"], PACT)

    say(as_ana, there["pacts.csv"], PACT.replace("pact-{no}", "treaty-{no}"))

    batch.refresh_from_db()
    assert {"reef-1", "treaty-1"} <= {*outcomes(batch)}


def test_sheets_of_a_workbook_are_tables_and_their_failed_rows_come_back_each_on_its_own(as_ana):
    pacts = [line.split(",") for line in WRONG.splitlines()]
    reefs = [[*row] for row in REEFS]
    reefs[2][2] = "03/04/2001"
    upload(as_ana, ("book.xlsx", workbook({"Reefs": reefs, "Pacts": pacts})))
    batch = Batch.objects.latest("created")
    there = tables(as_ana, batch)
    assert list(there) == ["book.xlsx: Reefs", "book.xlsx: Pacts"]
    say(as_ana, there["book.xlsx: Reefs"], PROFILE)
    say(as_ana, there["book.xlsx: Pacts"], PACT)

    page = as_ana.get(address(batch, "problems"), {"format": "csv"})

    assert page.headers["Content-Type"] == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(page.content)).namelist()
    assert names == ["Reefs.csv", "Pacts.csv"]


def test_foreign_sheet_beside_ours_is_mapped_and_ours_read_as_it_is(as_ana):
    ours = [["key", "title", "type"], ["s-1", "A source", "report"]]
    upload(as_ana, ("book.xlsx", workbook({"sources": ours, "Reefs": REEFS})))
    batch = Batch.objects.latest("created")
    page = as_ana.get(address(batch), follow=True)
    assert page.context["title"] == "What the columns of book.xlsx: Reefs are"

    say(as_ana, address(batch, "mapping"), PROFILE)

    batch.refresh_from_db()
    assert outcomes(batch) == {"s-1": "new", "reef-1": "new", "reef-2": "new", "reef-3": "new"}


def test_sheet_of_notes_beside_ours_is_left_out_and_ours_read_as_it_is(as_ana):
    ours = [["title", "outcome", "date"], ["Kuroshio Watch", "held", "2018"]]
    notes = [["To do", "Who"], ["call Ed", "me"]]
    copy = [["title", "outcome", "date"], ["An older one", "held", "2016"]]
    sheets = {"exercises": ours, "my notes": notes, "Attempt": copy}
    upload(as_ana, ("book.xlsx", workbook(sheets)))
    batch = Batch.objects.latest("created")

    for there in tables(as_ana, batch).values():
        assert "Leave this table out" in text(as_ana.get(there))
        page = as_ana.post(there, {"do": "leave"}, follow=True)

    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED
    assert [*batch.records.values_list("title", "outcome")] == [("Kuroshio Watch", "new")]
    assert "The sheet “my notes” of book.xlsx is left out." in text(page)
    assert "Tables whose headings are not ours are left out." in text(page)


@pytest.mark.parametrize("notes", [[["To do"], ["call Ed"]], [["call Ed"]]])
def test_only_foreign_table_is_left_out_beside_ours_and_can_be_mapped_after_all(as_ana, notes):
    ours = [["title", "outcome", "date"], ["Kuroshio Watch", "held", "2018"]]
    upload(as_ana, ("book.xlsx", workbook({"exercises": ours, "my notes": notes})))
    batch = Batch.objects.latest("created")
    mapping = address(batch, "mapping")
    assert "Leave this table out" in text(as_ana.get(mapping))

    as_ana.post(mapping, {"do": "leave"})

    batch.refresh_from_db()
    assert [*batch.records.values_list("title", "outcome")] == [("Kuroshio Watch", "new")]
    assert "To do" in text(as_ana.get(mapping)) or len(notes) == 1
    apply_it(as_ana, batch)
    batch.refresh_from_db()
    assert batch.state == State.STORED


def test_only_table_of_an_import_cannot_be_left_out(as_ana):
    upload(as_ana, ("reef.csv", TABLE.encode()))
    batch = Batch.objects.latest("created")

    page = as_ana.post(address(batch, "mapping"), {"do": "leave"}, follow=True)

    assert "There is no other table" in text(page)
    assert "Leave this table out" not in text(page)


def test_sheet_of_one_row_beside_ours_is_passed_over_and_told(as_ana):
    ours = [["title", "outcome", "date"], ["Kuroshio Watch", "held", "2018"]]
    upload(as_ana, ("book.xlsx", workbook({"exercises": ours, "my notes": [["call Ed"]]})))

    batch = Batch.objects.latest("created")

    assert batch.state == State.PREVIEWED
    page = text(as_ana.get(address(batch)))
    assert "The sheet “my notes” of book.xlsx is not read: it has but one row." in page
    assert "The headings are not ours" not in page
