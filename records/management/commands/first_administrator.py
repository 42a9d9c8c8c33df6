"""`manage.py first_administrator`: somebody who can sign in to a new site."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

# Without the characters that are taken for each other when read off a screen.
LETTERS = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRSTUVWXYZ23456789"


class Command(BaseCommand):
    """Makes one administrator where there is none, and shows the password once."""

    help = "Make an administrator with a random password, unless there is one already."

    def handle(self, *args, **options) -> None:
        """Do nothing on a site that has an active administrator."""
        # Shown before it is stored: an end in between leaves a password without a user,
        # and the next start makes another; the other way round would shut everybody out.
        with transaction.atomic():
            if get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
                return
            user, password = self._made()
            self._show(user, password)

    def _made(self):
        password = "-".join(_group() for _ in range(5))
        model = get_user_model()
        return model.objects.create_superuser(_free_name(model), password=password), password

    def _show(self, user, password: str) -> None:
        self.stdout.write(
            "\nAn administrator was made for this new site:\n\n"
            f"    name      {user.get_username()}\n"
            f"    password  {password}\n\n"
            "It is shown only this once. Sign in at /admin/ and change it there.\n"
        )
        self.stdout.flush()


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(4))


def _free_name(model) -> str:
    taken = set(
        model.objects.filter(username__startswith="admin").values_list("username", flat=True)
    )
    names = ["admin", *(f"admin{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
