"""`manage.py setup_groups`: Analysts and Editors, with their permissions."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand

from records.kinds import kinds
from records.models import Record

PUBLISH = "publish_record"
EXCHANGE = ("import_record", "export_record")


class Command(BaseCommand):
    """Makes the two groups, or brings their permissions up to date. May be run again."""

    help = "Make the groups Analysts and Editors, or bring their permissions up to date."

    def handle(self, *args, **options) -> None:
        """Set exactly the permissions that belong to each group."""
        for name, wanted in (("Analysts", analysts()), ("Editors", editors())):
            group, _made = Group.objects.get_or_create(name=name)
            group.permissions.set(_permissions(wanted))
            if options["verbosity"]:
                self.stdout.write(f"{name}: {len(wanted)}")


def _names(models, *verbs: str) -> set[tuple[str, str]]:
    return {
        (model._meta.app_label, f"{verb}_{model._meta.model_name}")
        for model in models
        for verb in verbs
    }


def analysts() -> set[tuple[str, str]]:
    """Return app and name of what analysts may: add and correct records, look at vocabularies."""
    records = [kind.model for kind in kinds()]
    return (
        _names(records, "view", "add", "change")
        | _names([Record], "view")
        | {(Record._meta.app_label, name) for name in EXCHANGE}
        | _names(vocabulary(), "view")
    )


def editors() -> set[tuple[str, str]]:
    """Return what editors may besides: publish, delete unused drafts, extend vocabularies."""
    records = [kind.model for kind in kinds()]
    return (
        analysts()
        | {(Record._meta.app_label, PUBLISH)}
        | _names(records, "delete")
        | _names(vocabulary(), "add", "change")
        | _names((m for m in vocabulary() if m.__name__.endswith("Alias")), "delete")
    )


def vocabulary() -> list:
    """Return the models of the vocabularies: entries and their other names."""
    return list(apps.get_app_config("vocabulary").get_models())


def _permissions(wanted: set[tuple[str, str]]) -> list[Permission]:
    apps_named = {app for app, _name in wanted}
    found = Permission.objects.filter(content_type__app_label__in=apps_named)
    return [p for p in found.select_related("content_type") if _key(p) in wanted]


def _key(permission: Permission) -> tuple[str, str]:
    return permission.content_type.app_label, permission.codename
