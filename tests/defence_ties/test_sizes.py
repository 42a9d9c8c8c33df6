"""Requests that send too much: refused before anything of them is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client

from defence_ties import sizes

pytestmark = pytest.mark.django_db
ADD = "/admin/exchange/batch/add/"


@pytest.fixture(autouse=True)
def small(monkeypatch, settings):
    """Let a few bytes be much."""
    monkeypatch.setattr(sizes, "OF_ANYBODY", 2_000)
    settings.IMPORT_LIMITS = {**settings.IMPORT_LIMITS, "file_bytes": 5_000}


@pytest.fixture
def kept(monkeypatch) -> list:
    """Return the names of the files that are begun to be kept."""
    names = []
    begin = FileUploadHandler.new_file

    def noted(self, field, name, *args, **kwargs):
        names.append(name)
        return begin(self, field, name, *args, **kwargs)

    monkeypatch.setattr(FileUploadHandler, "new_file", noted)
    return names


def sent(client: Client, number: int, address: str = ADD):
    return client.post(address, {"files": SimpleUploadedFile("series.csv", b"x" * number)})


@pytest.mark.parametrize("address", [ADD, "/admin/login/", "/admin/nowhere/"])
@pytest.mark.parametrize("number", [3_000, 30_000])
def test_strangers_files_are_not_kept(kept, address, number):
    answer = sent(Client(enforce_csrf_checks=True), number, address)

    assert answer.status_code == 413
    assert b"only from those who have signed in" in answer.content
    assert kept == []


def test_readers_files_are_not_kept(kept, rae):
    client = Client()
    client.force_login(rae)

    assert sent(client, 3_000).status_code == 413
    assert kept == []


def test_sign_in_is_not_kept_from_anybody():
    answer = Client().post("/admin/login/", {"username": "ana", "password": "x"})

    assert answer.status_code == 200


def test_ana_is_told_by_the_form_what_is_a_little_too_much_and_here_what_is_far_too_much(kept, ana):
    client = Client()
    client.force_login(ana)

    assert sent(client, 3_000).status_code in (200, 302)
    assert kept == ["series.csv"]
    answer = sent(client, 30_000)

    assert answer.status_code == 413
    assert b"At most 0 MiB" in answer.content
    assert kept == ["series.csv"]
