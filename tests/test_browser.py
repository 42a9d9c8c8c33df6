"""The site in a real browser: the admin under the strict policy, and the watch itself."""

import pytest
from playwright.sync_api import expect

from tests.watched_browser import Faults


@pytest.fixture
def admin_user(django_user_model, db):
    return django_user_model.objects.create_superuser("admin", password="correct horse battery")


def test_admin_signed_in_breaks_no_policy(page_of, admin_user):
    page = page_of(admin_user)

    page.goto("/admin/")

    expect(page.get_by_role("link", name="Users")).to_be_visible()


def test_watch_sees_other_hosts_inline_styles_and_errors(page, faults):
    page.goto("/admin/login/")

    page.set_content('<p style="color: red">x</p><img src="http://other.example/x.png">')
    page.evaluate("console.error('said so')")
    page.wait_for_timeout(200)

    seen = "\n".join(faults.seen)
    faults.expect("")
    assert "style" in seen
    assert "other.example" in seen
    assert "said so" in seen


def test_watch_lets_expected_faults_pass_and_no_others():
    watcher = Faults("localhost")
    watcher.seen = ["console: status of 404", "threw: x"]

    watcher.expect("status of 404")

    assert watcher.unexpected() == ["threw: x"]
