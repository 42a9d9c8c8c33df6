"""The two groups: what each may, and that making them again puts them right."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command


def may(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


@pytest.fixture
def made(db):
    call_command("setup_groups", verbosity=0)


def test_analysts_add_and_change_records_and_only_look_at_the_rest(made):
    rights = may("Analysts")

    assert {"add_exercise", "change_source", "view_record", "view_place"} <= rights
    assert not {r for r in rights if r.startswith("delete_")}
    assert (
        not {"publish_record", "change_place", "add_place", "add_user", "change_revision"} & rights
    )


def test_editors_also_publish_and_extend_vocabularies_but_give_no_rights(made):
    rights = may("Editors")

    assert may("Analysts") < rights
    assert {"publish_record", "add_place", "change_grouping", "delete_exercise"} <= rights
    assert not {"delete_place", "change_user", "change_group", "delete_revision"} & rights


def test_made_again_they_have_what_they_should_and_nothing_else(made):
    before = may("Analysts"), may("Editors")
    stray = Permission.objects.get(codename="publish_record")
    Group.objects.get(name="Analysts").permissions.add(stray)
    Group.objects.get(name="Editors").permissions.clear()

    call_command("setup_groups", verbosity=0)

    assert (may("Analysts"), may("Editors")) == before
    assert Group.objects.count() == 2
