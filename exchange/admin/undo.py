"""The page that undoes a batch."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from exchange.admin.pages import BatchPages
from exchange.models import Undo
from exchange.taking_back import undo_now
from exchange.undoing import listing, may_undo, seal

# Records that a list of what undoing does names.
LISTED = 500


class UndoPages(BatchPages):
    """What undoing would do to each record, and undoing."""

    def pages(self) -> dict:
        """Add undoing."""
        return {**super().pages(), "undo": self.undo_view}

    def undo_view(self, request, pk):
        """Show what undoing would do; undo on a POST."""
        batch = self._batch(request, pk)
        if request.method == "POST":

            def take_back():
                undo_now(batch, by=request.user, seen=request.POST.get("seen", ""))
                return _("The import was undone.")

            return self._done(request, batch, take_back)
        if not may_undo(batch, request.user):
            text = _("This import cannot be undone: it is %(state)s, or another person’s.")  # noqa: RUF001
            self.message_user(request, text % {"state": batch.get_state_display()}, messages.ERROR)
            return HttpResponseRedirect(self._address("change", batch))
        found = listing(batch, by=request.user)
        parts = [(action, [u for u in found if u.action == action]) for action in Undo]
        parts = [(action, len(part), part[:LISTED]) for action, part in parts if part]
        title = _("Undo the import of %(files)s") % {"files": batch}
        return self._page(request, "undo", title, batch, parts=parts, seen=seal(found))
