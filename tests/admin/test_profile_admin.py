"""Saved profiles in the admin: listed, edited as text, downloaded, deleted by their makers."""

import pytest

from exchange.admin.profiles import SavedProfileForm
from exchange.models import SavedProfile
from tests.admin.import_pages import text
from tests.admin.mapping_pages import PROFILE

LIST = "/admin/exchange/savedprofile/"


@pytest.fixture
def saved(ana) -> SavedProfile:
    return SavedProfile.objects.create(name="Reefs", text=PROFILE, by=ana, by_name="ana")


def change(saved: SavedProfile, page: str = "change") -> str:
    return f"{LIST}{saved.pk}/{page}/"


def test_profile_is_listed_and_downloaded_as_it_is(saved, as_ed):
    assert "Reefs" in text(as_ed.get(LIST))

    file = as_ed.get(change(saved, "download"))

    assert file.content.decode() == PROFILE
    assert 'filename="reefs.toml"' in file.headers["Content-Disposition"]


def test_profile_is_renamed_and_edited(saved, as_ana):
    changed = PROFILE.replace('"reef"', '"reefs"')

    as_ana.post(change(saved), {"name": "All reefs", "description": "For 2024.", "text": changed})

    saved.refresh_from_db()
    assert (saved.name, saved.text) == ("All reefs", changed)


@pytest.mark.parametrize("wrong", ["sheet = ", PROFILE.replace("title", "titel"), "x" * 300_000])
def test_text_that_cannot_be_used_is_told_and_nothing_saved(saved, as_ana, wrong):
    page = as_ana.post(change(saved), {"name": "Reefs", "description": "", "text": wrong})

    assert page.context["adminform"].form.errors["text"]
    saved.refresh_from_db()
    assert saved.text == PROFILE


def test_new_one_belongs_to_who_made_it(as_ana, ana):
    as_ana.post(f"{LIST}add/", {"name": "Mine", "description": "", "text": PROFILE})

    saved = SavedProfile.objects.get()
    assert (saved.by, saved.by_name) == (ana, "ana")
    assert saved.headings == ["id", "kind", "name", "note", "when", "who"]


def test_name_that_is_taken_is_refused(saved, as_ana):
    page = as_ana.post(f"{LIST}add/", {"name": "Reefs", "description": "", "text": PROFILE})

    assert page.context["adminform"].form.errors["name"]


def test_name_that_another_takes_at_this_moment_is_told(saved, as_ana, monkeypatch):
    checks = iter([lambda form: None])
    real = SavedProfileForm.validate_unique
    monkeypatch.setattr(SavedProfileForm, "validate_unique", lambda f: next(checks, real)(f))

    page = as_ana.post(f"{LIST}add/", {"name": "Reefs", "description": "", "text": PROFILE})

    assert page.context["adminform"].form.errors["name"]
    assert page.context["adminform"].form["text"].value() == PROFILE


def test_editor_deletes_it_and_its_maker(saved, as_ed, as_ana, ana):
    as_ed.post(change(saved, "delete"), {"post": "yes"})
    assert not SavedProfile.objects.exists()

    mine = SavedProfile.objects.create(name="Mine", text=PROFILE, by=ana, by_name="ana")
    as_ana.post(change(mine, "delete"), {"post": "yes"})
    assert not SavedProfile.objects.exists()


def test_other_analyst_looks_but_neither_changes_nor_deletes(ed, as_ana):
    theirs = SavedProfile.objects.create(name="Theirs", text=PROFILE, by=ed, by_name="ed")

    page = as_ana.get(change(theirs))
    posted = as_ana.post(change(theirs), {"name": "Mine", "description": "", "text": PROFILE})
    deleted = as_ana.post(change(theirs, "delete"), {"post": "yes"})

    assert page.status_code == 200
    assert (posted.status_code, deleted.status_code) == (403, 403)
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"


def test_who_may_not_import_sees_none(saved, ana, as_ana, as_rae):
    group = ana.groups.get()
    group.permissions.remove(group.permissions.get(codename="import_record"))

    for client in (as_ana, as_rae):
        for page in (LIST, f"{LIST}add/", change(saved), change(saved, "download")):
            assert client.get(page).status_code in (302, 403, 404)
