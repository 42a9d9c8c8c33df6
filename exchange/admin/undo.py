"""The pages that undo a batch, and that say what undoing did."""

from collections import Counter
from functools import partial

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from exchange.admin.looking import Leaf, Look, leaf
from exchange.admin.pages import BatchPages
from exchange.batches.outlook import look_ahead
from exchange.batches.undoing import Undoing, closer, may_undo, undo
from exchange.models import Batch, State, Undo
from exchange.rights import not_yours
from exchange.tasks import start

# Records that a page names: of each action, and of one that is shown alone.
SHORT, LONG = 50, 200


class UndoPages(BatchPages):
    """What undoing would do to each record, and undoing."""

    def pages(self) -> dict:
        """Add undoing."""
        return {**super().pages(), "undo": self.undo_view, "undone": self.undone_view}

    def undo_view(self, request, pk):
        """Show what undoing would do; undo on a POST."""
        batch = self._batch(request, pk)
        if request.method == "POST":

            def take_back():
                seen = request.POST.get("seen", "")
                start(partial(undo, batch, by=request.user, seen=seen), by=request.user)

            return self._done(request, batch, take_back)
        if not may_undo(batch, request.user):
            self.message_user(request, _why_not(batch), messages.ERROR)
            return HttpResponseRedirect(self._address("change", batch))
        look = Look.of(request, Undo.values)
        outlook = look_ahead(batch, by=request.user)
        numbers, chosen = outlook.numbers, _chosen(batch, look)
        leaves = {a: _leaf(outlook.rows(a), chosen, a, look) for a in _shown(numbers, look)}
        title = _("Undo the import of %(files)s") % {"files": batch}
        return self._page(
            request,
            "undo",
            title,
            batch,
            look=look,
            counts=_counts(numbers, look),
            parts=[
                (a, numbers[a], found, closer(batch, outlook, list(found.page), by=request.user))
                for a, found in leaves.items()
            ],
            seen=outlook.seal,
            is_long=_is_long(numbers),
            moves=numbers.keys() - {Undo.KEPT},
        )

    def undone_view(self, request, pk):
        """Show what undoing did to each record."""
        batch = self._batch(request, pk)
        look = Look.of(request, Undo.values)
        done = look.records(batch.records.exclude(undo="")).order_by("pk")
        numbers = dict(undone(batch))
        shown = _shown(numbers, look)
        leaves = [leaf(done.filter(undo=a), _alone(a, look), _size(look)) for a in shown]
        parts = [
            (a, numbers[a], found, [Undoing(e, e.undo, e.undo_why) for e in found.page])
            for a, found in zip(shown, leaves, strict=True)
        ]
        title = _("What undoing did: %(files)s") % {"files": batch}
        shown = {"counts": _counts(numbers, look), "parts": parts, "is_long": _is_long(numbers)}
        return self._page(request, "undone", title, batch, look=look, **shown)


def _why_not(batch: Batch) -> str:
    """Return why a batch is not undone by who asks for it."""
    if batch.state == State.UNDONE:
        when = date_format(localtime(batch.undone_at), "DATETIME_FORMAT")
        said = {"who": batch.undone_by_name, "when": when}
        return _("This import is undone already (by %(who)s, %(when)s).") % said
    if batch.state != State.STORED:
        text = _("There is nothing to undo: the import is %(state)s.")
        return text % {"state": batch.get_state_display()}
    return not_yours(batch)


def undone(batch: Batch) -> list[tuple[Undo, int]]:
    """Return what undoing did to how many records of a batch."""
    found = Counter(batch.records.exclude(undo="").order_by().values_list("undo", flat=True))
    return [(action, found[action]) for action in Undo if found[action]]


def _counts(numbers: dict, look: Look) -> list[tuple]:
    """Return each action, the address that shows it alone, and its number."""
    return [(a, look.query(outcome=a.value), numbers[a]) for a in Undo if numbers.get(a)]


def _shown(numbers: dict, look: Look) -> list[Undo]:
    return [a for a in Undo if numbers.get(a) and look.outcome in ("", a)]


def _chosen(batch: Batch, look: Look) -> set[int] | None:
    """Return the rows that are searched for; None where nothing is."""
    if not look.is_narrowed:
        return None
    return set(look.records(batch.records).values_list("pk", flat=True))


def _leaf(rows: list[int], chosen: set[int] | None, action: Undo, look: Look) -> Leaf:
    rows = rows if chosen is None else [pk for pk in rows if pk in chosen]
    return leaf(rows, _alone(action, look), _size(look))


def _alone(action: Undo, look: Look) -> Look:
    """Return the view of one action: on its page if it is shown alone, else on its first."""
    return look if look.outcome else Look(action.value, look.sheet, look.q)


def _is_long(numbers: dict) -> bool:
    """Tell whether a list is cut, so that records have to be looked for."""
    return any(number > SHORT for number in numbers.values())


def _size(look: Look) -> int:
    return LONG if look.outcome else SHORT
