"""The page of a batch that is worked on: how far that has come, and whether anybody does it."""

from functools import partial

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from exchange.admin.pages import BatchPages
from exchange.batches.cancelling import cancel, may_cancel
from exchange.batches.recovering import try_again
from exchange.batches.taking_back import BACK, GIVEN_UP
from exchange.models import WORKING, Batch, State, Work
from exchange.rights import answers_for
from exchange.tasks import is_waiting, present, start

# What is said of a batch before its work tells a step of its own.
BEGINNINGS = {
    State.RECEIVED: gettext_lazy("reading"),
    State.STORING: gettext_lazy("storing"),
    State.UNDOING: gettext_lazy("taking back"),
}

# What is said of a batch whose work was called off, by the state that it is in then.
CANCELLED = {
    State.DISCARDED: gettext_lazy("The import was cancelled. Nothing was written."),
    State.PREVIEWED: gettext_lazy("Nothing is applied: this is the preview as it was."),
    State.STORED: gettext_lazy("The import is not undone: it is stored as it was."),
}


class ProgressPages(BatchPages):
    """A batch that waits for its work, or is worked on, in place of what else it shows."""

    def pages(self) -> dict:
        """Add the part that a script renews, calling the work off, and trying it again."""
        return {
            **super().pages(),
            "progress": self.progress_view,
            "cancel": self.cancel_view,
            "again": self.again_view,
        }

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show how far the work on a batch has come; once it is over, the batch."""
        batch = self._batch(request, object_id)
        if batch.state in WORKING:
            title = _("Import of %(files)s") % {"files": batch}
            context = {
                **_progress(batch),
                "may_cancel": may_cancel(batch, request.user),
                "may_ask": answers_for(batch, request.user),
            }
            return self._page(request, "progress", title, batch, **context)
        self._tell(request, batch)
        return super().change_view(request, object_id, form_url, extra_context)

    def cancel_view(self, request, pk):
        """Call off what waits, or files that are being read."""
        batch = self._batch(request, pk)
        return self._done(request, batch, lambda: CANCELLED[cancel(batch, by=request.user).state])

    def again_view(self, request, pk):
        """Take a batch back once more, where that was given up."""
        batch = self._batch(request, pk)

        def again():
            start(partial(try_again, batch, by=request.user), by=request.user)

        return self._done(request, batch, again)

    def progress_view(self, request, pk):
        """Show the part of the page that changes; 204 once there is nothing more to wait for."""
        return require_safe(self._part)(request, pk)

    def _part(self, request, pk):
        batch = self._batch(request, pk)
        if batch.state not in WORKING:
            return HttpResponse(status=204)
        context = {"batch": batch, **_progress(batch)}
        return TemplateResponse(request, "exchange_admin/progress_part.html", context)

    def _tell(self, request, batch: Batch) -> None:
        """Tell who ordered the work, once, what came of it."""
        found = Work.objects.filter(pk=batch.pk, by=request.user).exclude(told="")
        for work in found:
            self.message_user(request, work.told, work.level)
            found.update(told="")


def _progress(batch: Batch) -> dict:
    """Return what the page tells of the work."""
    work = Work.objects.filter(pk=batch.pk).first() or Work(batch=batch, by_name=batch.by_name)
    waits = is_waiting(batch, work)
    before = Work.objects.filter(finished=None, ordered__lt=work.ordered) if work.ordered else ()
    return {
        "work": work,
        "what": _("Waiting for its turn") if waits else _what(batch, work),
        "waits": waits,
        "is_back": BACK in batch.options,
        "is_given_up": GIVEN_UP in batch.options,
        "before": len(before) if waits else 0,
        "nobody": waits and not present().exists(),
    }


def _what(batch: Batch, work: Work) -> str:
    step = capfirst(work.step or BEGINNINGS[batch.state])
    return f"{step}: {how_far(work)}" if work.total else step


def how_far(work: Work) -> str:
    """Return how much of a step is done, such as "12,000 of 50,000"."""
    done = number_format(work.done, force_grouping=True)
    total = number_format(work.total, force_grouping=True)
    return _("%(done)s of %(total)s") % {"done": done, "total": total}
