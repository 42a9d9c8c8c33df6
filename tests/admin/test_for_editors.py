"""What an analyst is told of records that only an editor changes, before and after she uploads."""

from exchange.models import Batch
from tests.admin.conftest import EXERCISE
from tests.admin.import_pages import ADD, CHANGE, NEW, address, apply_it, text, upload
from tests.exchange.batch_cases import document, sheet

SAID = "is not a draft any more"
ONLY = "changed by an editor only"


def export_page(client, *keys: str) -> str:
    chosen = {"action": "export_records", "_selected_action": keys, "index": "0"}
    return text(client.post("/admin/exercises/exercise/", chosen))


def test_upload_page_says_it_to_analysts_alone(as_ana, as_ed):
    assert ONLY in text(as_ana.get(ADD))
    assert ONLY not in text(as_ed.get(ADD))


def test_export_of_published_records_says_it_to_analysts_alone(as_ana, as_ed, public):
    assert f"1 of them {SAID}" in export_page(as_ana, EXERCISE)
    assert SAID not in export_page(as_ed, EXERCISE)


def test_export_of_drafts_says_nothing_of_editors(as_ana, record):
    assert SAID not in export_page(as_ana, EXERCISE)


def test_preview_says_what_the_analyst_can_do_and_an_editor_takes_the_rows_left_out(
    as_ana, as_ed, public
):
    upload(as_ana, sheet("exercises", CHANGE, NEW))
    batch = Batch.objects.get()
    page = text(as_ana.get(address(batch)))
    assert f"1 of these records {SAID}: only an editor changes it." in page
    assert "Apply your other rows below, without these." in page
    assert "give that file to an editor" in page
    assert SAID not in text(as_ed.get(address(batch)))  # it is not for Ed to do

    left_out = as_ana.get(address(batch, "problems") + "?format=csv").content
    apply_it(as_ana, batch, good_only="yes")
    assert document("jimex-2024")["fields"]["title"] == NEW["title"]
    upload(as_ed, ("exercises.csv", left_out))

    apply_it(as_ed, Batch.objects.latest("created"))
    assert document(EXERCISE)["fields"]["summary"] == "Changed."


def test_preview_in_which_nothing_is_good_does_not_offer_to_apply(as_ana, public):
    upload(as_ana, sheet("exercises", CHANGE))

    page = text(as_ana.get(address(Batch.objects.get())))

    assert "give that file to an editor" in page
    assert "Apply your other rows" not in page


def test_drafts_that_failed_are_no_work_for_editors(as_ana, record):
    upload(as_ana, sheet("exercises", {**CHANGE, "date": "03/04/2021"}))

    assert SAID not in text(as_ana.get(address(Batch.objects.get())))
