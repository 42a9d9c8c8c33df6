"""The administrator that a new site starts with."""

import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

User = get_user_model()


def _shown(capsys) -> str:
    call_command("first_administrator")
    return capsys.readouterr().out


def _password(text: str) -> str:
    return re.search(r"password +(\S+)", text)[1]


@pytest.mark.django_db
def test_new_site_gets_an_administrator_whose_shown_password_works(capsys, rf):
    password = _password(_shown(capsys))

    user = authenticate(rf.post("/"), username="admin", password=password)
    assert user.is_superuser
    assert user.is_staff
    assert re.fullmatch(r"(\w{4}-){4}\w{4}", password)


@pytest.mark.django_db
def test_later_start_makes_and_shows_nothing(capsys):
    _shown(capsys)

    assert _shown(capsys) == ""
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_passwords_of_two_sites_differ(capsys):
    first = _password(_shown(capsys))
    User.objects.all().delete()

    assert _password(_shown(capsys)) != first


@pytest.mark.django_db
def test_name_taken_by_somebody_else_is_left_alone(capsys):
    User.objects.create_user("admin", password="correct horse battery")

    text = _shown(capsys)

    assert "admin2" in text
    assert not User.objects.get(username="admin").is_superuser


@pytest.mark.django_db
def test_administrator_who_left_does_not_count(capsys):
    User.objects.create_superuser("old", password="correct horse battery", is_active=False)

    assert "password" in _shown(capsys)
