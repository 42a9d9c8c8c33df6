"""Keys proposed for new records: from the title, unique over all kinds and over former keys."""

import re
from collections.abc import Iterable

from django.db.models.functions import Length

from records.models import Record, Redirect
from records.slugs import slug

LONGEST = 80
# Words that addresses use beside keys.
RESERVED = ("add", "history", "delete", "change", "step")
_BETWEEN = re.compile(r"[^\w\s]+")


def propose(title: str, kind: str, taken: Iterable[str] = ()) -> str:
    """Return a free key for a record: its title as a slug, with a number where that is taken.

    A title without Latin letters gives the name of its kind. ``taken`` are further keys not to use.
    """
    # What stands between words or numbers keeps them apart: 13.2.2021 is not 1322021.
    words = _BETWEEN.sub(" ", title.replace("'", "").replace("\u2019", ""))
    stem = slug(words)[:LONGEST].strip("-") or kind
    used = {*taken, *RESERVED, *_used(stem)}
    number, key = 2, stem
    while key in used:
        key, number = f"{stem}-{number}", number + 1
    return key


def _used(stem: str) -> set[str]:
    longest = len(stem) + 8
    records = Record.objects.annotate(size=Length("key")).filter(size__lte=longest)
    old = Redirect.objects.filter(old_key__startswith=stem).values_list("old_key", flat=True)
    return {*records.filter(key__startswith=stem).values_list("key", flat=True), *old}
