"""Finding records by words: in their titles, their keys and their other names."""

from django.db.models import Q

from records.models import Alias

LONGEST = 200
MOST_WORDS = 8


def matching(text: str, title: str = "title") -> Q:
    """Return the condition under which a record matches every word of ``text``.

    A word matches anywhere in the title, the key or an alias, whatever its case; of more than
    ``MOST_WORDS`` words the rest is not asked for.
    """
    found = Q()
    for word in text.split()[:MOST_WORDS]:
        aliases = Alias.objects.filter(name__icontains=word).values("record_id")
        found &= Q(**{f"{title}__icontains": word}) | Q(key__icontains=word) | Q(pk__in=aliases)
    return found
