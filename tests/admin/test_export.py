"""Exporting from the admin's lists: who may, which records, which columns."""

import pytest
from django.contrib.auth.models import Permission

from exchange.laying.layouts import sheets_of
from exchange.sheets import sheets
from tests.exchange.workbooks import cells_in, keys_in, sheets_in

LIST = "/admin/exercises/exercise/"
SOURCES = "/admin/sources/source/"
FORMATS = ("csv", "zip", "xlsx", "ods", "json")
FIELDS = [c for c in sheets()["exercises"].columns if c not in ("key", "revision", "participants")]


def export(client, address: str = LIST, keys=("jimex-2023",), **data):
    chosen = {
        "action": "export_records",
        "_selected_action": list(keys),
        "export": "1",
        "file_format": "csv",
        "fields_wanted": FIELDS,
        "lists_wanted": sheets_of("exercise")[1:],
    }
    return client.post(address, {**chosen, **data})


def content(answer) -> bytes:
    assert answer.status_code == 200
    assert "Content-Disposition" in answer.headers
    return b"".join(answer)


def test_action_asks_for_format_and_columns_first(as_ana, record):
    chosen = {"action": "export_records", "_selected_action": ["jimex-2023"], "index": "0"}

    page = as_ana.post(LIST, chosen).content.decode()

    assert "1 record, whatever its status" in page
    for name in FORMATS:
        assert f'name="file_format" value="{name}"' in page
    assert page.count('name="fields_wanted"') == len(FIELDS)
    assert 'name="_selected_action" value="jimex-2023"' in page


@pytest.mark.parametrize("file_format", FORMATS)
def test_draft_is_exported_in_every_format(as_ana, record, file_format):
    answer = export(as_ana, file_format=file_format)

    assert keys_in(content(answer), file_format) == ["jimex-2023"]


def test_all_columns_and_lists_are_there_unless_others_are_chosen(as_ana, record):
    found = sheets_in(content(export(as_ana, file_format="xlsx")), "xlsx")

    assert tuple(found) == sheets_of("exercise")
    assert found["exercises"][0] == list(sheets()["exercises"].columns)
    assert [row[2] for row in found["participants"][1:]] == ["in", "jp"]


@pytest.mark.parametrize("file_format", ["zip", "xlsx", "ods"])
def test_chosen_columns_and_lists_alone_are_exported(as_ana, record, file_format):
    chosen = {"fields_wanted": ["date", "title"], "lists_wanted": ["participants"]}

    found = sheets_in(content(export(as_ana, file_format=file_format, **chosen)), file_format)

    assert list(found) == ["exercises", "participants"]
    assert found["exercises"] == [
        ["key", "revision", "title", "date"],
        ["jimex-2023", "1", "JIMEX 2023", "2023-07-05/2023-07-10"],
    ]


def test_csv_has_the_chosen_columns_and_never_lacks_key_and_revision(as_ana, record):
    rows = cells_in(content(export(as_ana, fields_wanted=[])))

    assert rows == [["key", "revision"], ["jimex-2023", "1"]]


def test_whole_filtered_list_is_exported(as_ana, record):
    across = {"keys": ["other-2023"], "select_across": "1"}
    across |= {"fields_wanted": ["title"], "lists_wanted": []}

    every = export(as_ana, SOURCES, **across)
    found = export(as_ana, f"{SOURCES}?q=Fleets", **across)

    assert keys_in(content(every), "csv") == ["mod-2023", "other-2023"]
    assert keys_in(content(found), "csv") == ["other-2023"]


@pytest.mark.parametrize("wrong", [{"file_format": "pdf"}, {"fields_wanted": ["password"]}])
def test_what_is_not_among_the_choices_is_refused_on_the_page(as_ana, record, wrong):
    answer = export(as_ana, **wrong)

    assert answer.status_code == 200
    assert "Content-Disposition" not in answer.headers
    assert "errorlist" in answer.content.decode()


def test_export_needs_its_own_right(as_rae, rae, record):
    rae.is_staff = True
    rae.save()
    rae.user_permissions.add(Permission.objects.get(codename="view_exercise"))

    page, answer = as_rae.get(LIST), export(as_rae)

    assert "export_records" not in page.content.decode()
    assert "Content-Disposition" not in answer.headers

    rae.user_permissions.add(Permission.objects.get(codename="export_record"))
    assert keys_in(content(export(as_rae)), "csv") == ["jimex-2023"]


def test_reader_without_a_place_in_the_admin_gets_nothing(as_rae, record):
    assert export(as_rae).status_code == 302


def test_editors_may_export_as_well(as_ed, record):
    assert keys_in(content(export(as_ed)), "csv") == ["jimex-2023"]
