"""Refusals where people are: inside the admin for those who work there; shortages in a sentence."""

import errno
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import path

from defence_ties.urls import *  # noqa: F403

BACKEND = "django.contrib.auth.backends.ModelBackend"
UNKNOWN = uuid.UUID(int=1)


def _wrapped(request):
    try:
        raise OperationalError("database or disk is full")
    except OperationalError as error:
        raise RuntimeError("secret detail") from error


def _raises(exception):
    def view(request):
        raise exception

    return view


urlpatterns += [  # noqa: F405
    path("full/", _raises(OSError(errno.ENOSPC, "No space left on device", "/secret"))),
    path("full-share/", _raises(OSError(errno.EDQUOT, "Disk quota exceeded", "/secret"))),
    path("full-database/", _wrapped),
    path("locked/", _raises(OperationalError("database is locked"))),
    path("closed/", _raises(OperationalError("attempt to write a readonly database"))),
    path("other/", _raises(OperationalError("secret detail"))),
]


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        (f"/admin/exchange/batch/{UNKNOWN}/change/", 404, "There is no such page"),
        (f"/admin/exchange/batch/{UNKNOWN}/confirm/", 404, "There is no such page"),
        (f"/admin/exchange/batch/{UNKNOWN}/delete/", 403, "This is not open to you"),
        ("/admin/exchange/savedprofile/99/download/", 404, "There is no such page"),
        ("/admin/nowhere/", 404, "There is no such page"),
    ],
)
def test_refusal_in_the_admin_is_a_page_of_the_admin(client, ana, address, status, heading):
    client.force_login(ana, backend=BACKEND)

    answer = client.get(address)

    text = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in text
    assert 'action="/admin/logout/"' in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_refusal_outside_of_it_is_the_public_page(client, ana):
    client.force_login(ana, backend=BACKEND)

    assert "/admin/logout/" not in client.get("/nowhere/").content.decode()


def test_somebody_without_rights_there_sees_nothing_of_the_admin(client, rae):
    client.force_login(rae, backend=BACKEND)

    answer = client.get("/admin/nowhere/", follow=True)

    assert "/admin/logout/" not in answer.content.decode().split("<main")[0]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/full/", "There is no room left"),
        ("/full-share/", "There is no room left"),
        ("/full-database/", "There is no room left"),
        ("/locked/", "Others are writing just now"),
        ("/closed/", "cannot write to its disk"),
    ],
)
def test_shortage_is_told_in_a_sentence(address, sentence):
    answer = Client(raise_request_exception=False).get(address)

    text = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert sentence in text
    assert "secret" not in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_more_files_than_are_looked_at_is_told_in_a_sentence(client, ana, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    client.force_login(ana, backend=BACKEND)
    files = [SimpleUploadedFile(f"{n}.csv", b"key\n") for n in range(4)]

    answer = client.post("/admin/exchange/batch/add/", {"files": files})

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "More than 3 files came at once" in text
    assert 'action="/admin/logout/"' in text


def test_more_files_of_a_stranger_is_the_public_page(client, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    files = [SimpleUploadedFile(f"{n}.csv", b"key\n") for n in range(4)]

    answer = client.post("/admin/login/", {"files": files})

    assert answer.status_code == 400
    assert "cannot be understood" in answer.content.decode()


@pytest.mark.urls(__name__)
def test_other_fault_of_the_database_is_ours():
    answer = Client(raise_request_exception=False).get("/other/")

    assert answer.status_code == 500
    assert "This page failed" in answer.content.decode()
