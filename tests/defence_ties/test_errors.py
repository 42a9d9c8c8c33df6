"""The pages for requests that cannot be answered, and the headers of every answer."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from defence_ties.proxy import client_address
from defence_ties.urls import *  # noqa: F403


def _raises(exception):
    def view(request):
        raise exception

    return view


urlpatterns = [
    path("bad/", _raises(SuspiciousOperation("secret detail"))),
    path("denied/", _raises(PermissionDenied("secret detail"))),
    path("missing/", _raises(Http404("secret detail"))),
    path("broken/", _raises(RuntimeError("secret detail"))),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/bad/", 400, "This request cannot be understood"),
        ("/denied/", 403, "This is not open to you"),
        ("/missing/", 404, "There is no such page"),
        ("/nowhere/", 404, "There is no such page"),
        ("/broken/", 500, "This page failed"),
    ],
)
def test_failed_request_gets_a_page_that_keeps_the_detail(address, status, heading):
    answer = Client(raise_request_exception=False).get(address)

    text = answer.content.decode()
    assert answer.status_code == status
    assert f"{heading}</h1>" in text.replace("\n", "")
    assert "secret detail" not in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_form_without_token_gets_a_page_that_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ana"})

    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()


def test_wrong_passwords_close_the_sign_in_for_that_name_and_address(ana, settings, client):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    wrong = {"username": "ana", "password": "guess"}
    right = {"username": "ana", "password": "correct horse battery"}

    for _ in range(3):
        answer = client.post("/admin/login/", wrong)

    assert answer.status_code == 429
    assert "Too many wrong passwords" in answer.content.decode()
    assert client.post("/admin/login/", right).status_code == 429
    elsewhere = client.post("/admin/login/?next=/admin/", right, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 302


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "192.0.2.1", "127.0.0.1"),
        (True, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        (True, "", "127.0.0.1"),
    ],
)
def test_client_address_believes_the_proxy_alone(rf, settings, behind_proxy, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy

    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


@pytest.mark.parametrize("address", ["/admin/login/", "/nowhere/", "/favicon.ico"])
def test_every_answer_carries_the_strict_headers(address, db, client):
    headers = client.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_wrong_host_is_refused(client):
    assert client.get("/admin/login/", HTTP_HOST="evil.example").status_code == 400


def test_favicon_leads_to_a_file_that_is_there(client):
    answer = client.get("/favicon.ico", follow=True)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.getvalue()


def test_page_of_a_fault_needs_no_context():
    assert "This page failed" in render_to_string("500.html")
