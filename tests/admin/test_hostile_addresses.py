"""Addresses of the admin that nobody writes by accident: a page, never a fault of the server."""

import pytest

NUL = "%00"
HUGE = "9" * 40


@pytest.mark.parametrize(
    "query",
    [
        f"q={NUL}",
        f"q=a{NUL}b",
        f"status={NUL}",
        f"status__exact={NUL}",
        f"key={NUL}",
        f"key__exact=a{NUL}",
        f"title__startswith={NUL}",
        f"o={HUGE}",
        f"p={HUGE}",
        "p=-1",
        f"revision={HUGE}",
        f"revision__gt={HUGE}",
    ],
)
def test_list_with_a_query_that_no_database_takes(client, ed, query):
    client.force_login(ed, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(f"/admin/exercises/exercise/?{query}", follow=True)

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("term", [NUL, f"a{NUL}b", "%ED%A0%80", "x" * 10_000])
def test_proposals_for_a_term_that_no_database_takes(client, ed, term):
    client.force_login(ed, backend="django.contrib.auth.backends.ModelBackend")
    field = "app_label=exercises&model_name=exercise&field_name=series"

    answer = client.get(f"/admin/autocomplete/?{field}&term={term}")

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("key", [NUL, f"a{NUL}", "%ED%A0%80", "x" * 5_000])
@pytest.mark.parametrize("page", ["change/", "history/", "delete/"])
def test_page_of_a_record_that_cannot_be(client, ed, key, page):
    client.force_login(ed, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(f"/admin/exercises/exercise/{key}/{page}", follow=True)

    assert answer.status_code in (200, 400, 403, 404)


@pytest.mark.parametrize("value", ['"' + "\\000" * 12 + '"', "x" * 5_000])
def test_session_that_cannot_be(client, db, value):
    client.cookies.load(f"sessionid={value}")

    answer = client.get("/admin/login/", headers={"cookie": f"sessionid={value}"})

    assert answer.status_code in (200, 302, 400)


def test_sign_in_with_what_no_database_takes(client, db, settings):
    settings.AXES_ENABLED = True

    answer = client.post(
        f"/admin/login/?next=/{NUL}",
        {"username": "a\x00b", "password": "\x00"},
        headers={"user-agent": "x" * 3_000},
    )

    assert answer.status_code in (200, 400, 403)
