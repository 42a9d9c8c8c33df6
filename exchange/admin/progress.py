"""The page of a batch that is worked on: how far that has come, and whether anybody does it."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from exchange.admin.pages import BatchPages
from exchange.batches.taking_back import BACK
from exchange.models import WORKING, Batch, State, Work
from exchange.tasks import is_waiting, present

# What is said of a batch before its work tells a step of its own.
BEGINNINGS = {
    State.RECEIVED: gettext_lazy("reading"),
    State.STORING: gettext_lazy("storing"),
    State.UNDOING: gettext_lazy("taking back"),
}


class ProgressPages(BatchPages):
    """A batch that waits for its work, or is worked on, in place of what else it shows."""

    def pages(self) -> dict:
        """Add the part that a script renews."""
        return {**super().pages(), "progress": self.progress_view}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show how far the work on a batch has come; once it is over, the batch."""
        batch = self._batch(request, object_id)
        if batch.state in WORKING:
            title = _("Import of %(files)s") % {"files": batch}
            return self._page(request, "progress", title, batch, **_progress(batch))
        self._tell(request, batch)
        return super().change_view(request, object_id, form_url, extra_context)

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
