"""Methods that an address does not take, and the headers that no page can do without."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """A client that is asked for the token of forms, as browsers are."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("address", ["/", "/exercises/", "/search/", "/about/", "/theme/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_page_for_reading_takes_nothing_else(strict, address, method):
    answer = strict.generic(method, address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert b"This cannot be done here</h1>" in answer.content
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["DELETE", "PUT", "BREW"])
def test_admin_takes_forms_and_nothing_else(strict, method):
    answer = strict.generic(method, "/admin/login/")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_form_of_the_admin_is_still_asked_for_its_token(strict):
    assert strict.post("/admin/login/", {"username": "ana"}).status_code == 403


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_page_answers_other_safe_methods(strict, method):
    assert strict.generic(method, "/about/").status_code == 200


def test_unknown_address_is_missing_whatever_the_method(strict):
    assert strict.generic("GET", "/nowhere/").status_code == 404


@pytest.mark.parametrize("address", ["/about/", "/nowhere/", "/robots.txt", "/admin/login/"])
def test_every_answer_switches_the_features_of_the_device_off(client, address):
    headers = client.get(address).headers

    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
