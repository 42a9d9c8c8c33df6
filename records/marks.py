"""What the evidence of a record comes to, in the few words that a list has room for."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.kinds import get_kind

MOST_NAMED = 3

# Each tells of some field, so that one record may be in several; only "agreed" is of all.
CONDITIONS = {
    "disputed": (gettext_lazy("Some field disputed"), Q(disputed__gt=0)),
    "single": (gettext_lazy("Some field from a single source"), Q(single__gt=0)),
    "uncited": (gettext_lazy("Some field uncited"), Q(uncited__gt=0)),
    "agreed": (
        gettext_lazy("All fields agreed"),
        Q(agreed__gt=0, disputed=0, single=0, uncited=0),
    ),
}


@dataclass(frozen=True)
class Mark:
    """A verdict as a list shows it: ``state`` chooses the sign, ``words`` stand beside it."""

    state: str
    words: str


def mark(record) -> Mark:
    """Return the weakest verdict among a record's fields, from its derived columns."""
    total = record.agreed + record.single + record.disputed + record.uncited
    if record.disputed:
        return Mark("disputed", disputed_words(record))
    if record.uncited:
        return Mark("uncited", _part(_("Uncited"), record.uncited, total))
    if record.single:
        return Mark("single", _part(_("Single source"), record.single, total))
    return Mark("agreed", _("Agreed")) if record.agreed else Mark("uncited", _("Uncited"))


def _part(word: str, count: int, total: int) -> str:
    if count == total:
        return word
    return _("%(verdict)s: %(count)s of %(total)s") % {
        "verdict": word,
        "count": count,
        "total": total,
    }


def disputed_words(record) -> str:
    """Return the names of the fields and lists on which sources disagree: "date, phases"."""
    kind = get_kind(record.kind)
    names = list(dict.fromkeys(_label(kind, path) for path in record.disputed_paths))
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    if more > 0:
        shown.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
    return ", ".join(shown) or _("Disputed")


def _label(kind, path: str) -> str:
    head = path.partition("/")[0]
    known = kind.field.get(head) or kind.lists.get(head)
    return str(known.label) if known else head
