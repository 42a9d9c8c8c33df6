"""The pages of a preview: what the files would do, deciding, applying, giving back what failed."""

from collections.abc import Container
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.admin.for_editors import failed_for_editors
from exchange.admin.looking import LABELS, WARNING, Look
from exchange.admin.mapping import awaits_mapping
from exchange.admin.pages import BatchPages
from exchange.admin.preview import counts, frequent, groups
from exchange.admin.reading import reading_context
from exchange.admin.rows import columns_of, rows_of, sheets_in
from exchange.admin.undo import undone
from exchange.batches import steps
from exchange.batches.kept_files import READ_AS
from exchange.batches.mending import given_back, is_json
from exchange.batches.recomparing import FILE, RECORD
from exchange.batches.undoing import may_undo
from exchange.models import STORABLE, UNFIT, Batch, BatchRecord, Outcome, State
from exchange.tasks import start
from records.admin.names import names_for
from records.faults import Refused

# The sign of each outcome, as a path in 16 by 16.
GLYPHS = {
    Outcome.CONFLICT: "M2 5.5h12M2 10.5h12M11 1.5l-6 13",
    Outcome.FAILED: "M3 3l10 10M13 3L3 13",
    WARNING: "M8 2v8M8 12v2",
    Outcome.CHANGED: "M1.5 10c1.5-4 4-4 6.5-2s5 2 6.5-2",
    Outcome.NEW: "M8 2v12M2 8h12",
    Outcome.UNCHANGED: "M2 5.5h12M2 10.5h12",
}
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PreviewPages(BatchPages):
    """A batch as it stands, and what can be done with its preview."""

    def pages(self) -> dict:
        """Add what is done with a preview."""
        return {
            **super().pages(),
            "confirm": self.confirm_view,
            "settle": self.settle_view,
            "discard": self.discard_view,
            "problems": self.problems_view,
        }

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a batch: its preview, or what came of it."""
        batch = self._batch(request, object_id)
        reading_form = (extra_context or {}).get("reading_form")
        if awaits_mapping(batch, request.user):
            if reading_form:
                return self._mapping(request, self._desk(request, batch), None, reading_form)
            return HttpResponseRedirect(self._address("mapping", batch))
        look = Look.of(request, LABELS)
        return self._page(
            request,
            "preview",
            _("Import of %(files)s") % {"files": batch},
            batch,
            groups=groups(batch, names_for(request), look),
            look=look,
            counts=[
                (n, label, GLYPHS[n], look.query(outcome=n), k) for n, label, k in counts(batch)
            ],
            sheets=sheets_in(batch),
            columns=columns_of(batch),
            number=batch.count(*STORABLE),
            rows=rows_of(batch),
            homeless=batch.rows(""),
            for_editors=failed_for_editors(batch, request.user),
            frequent=frequent(batch, look),
            is_open=batch.state == State.PREVIEWED,
            is_own=batch.by_id == request.user.pk,
            may_discard=batch.state == State.FAILED and batch.by_id == request.user.pk,
            may_settle=batch.state == State.PREVIEWED and batch.by_id == request.user.pk,
            may_undo=may_undo(batch, request.user),
            undone=undone(batch),
            **reading_context(batch, request.user, form=reading_form),
            several_sheets=_sheets_number(batch) > 1,
            has_sheets=not all(map(is_json, batch.options["files"])),
            has_json=any(map(is_json, batch.options["files"])),
        )

    def confirm_view(self, request, pk):
        """Store what was previewed."""
        batch = self._batch(request, pk)
        digest = request.POST.get("digest", "")
        good_only = request.POST.get("good_only") == "yes"

        def apply():
            mark = partial(steps.confirm, batch, by=request.user, digest=digest)
            start(partial(mark, good_only=good_only), by=request.user)

        return self._done(request, batch, apply)

    def settle_view(self, request, pk):
        """Decide a conflict."""
        batch = self._batch(request, pk)
        posted = request.POST
        choices = {n.removeprefix("choice:"): v for n, v in posted.items() if n[:7] == "choice:"}
        if posted.get("all") in (FILE, RECORD):
            choices = dict.fromkeys(choices or posted.getlist("path"), posted["all"])

        def settle():
            key, digest = posted.get("key", ""), posted.get("digest", "")
            settled = steps.settle(batch, key, choices, by=request.user, digest=digest)
            return _settled(settled.records.get(key=key), settled.options[UNFIT])

        return self._done(request, batch, settle)

    def discard_view(self, request, pk):
        """Drop a preview."""
        batch = self._batch(request, pk)

        def discard():
            steps.discard(batch, by=request.user)
            return _("The import was discarded. Nothing was written.")

        return self._done(request, batch, discard)

    def problems_view(self, request, pk):
        """Give back the rows that failed, with the reasons."""
        batch = self._batch(request, pk)
        if request.method not in ("GET", "HEAD"):
            return require_GET(lambda _request: None)(request)
        try:
            found = given_back(batch, request.GET.get("format", ""))
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address("change", batch))
        if not found:
            text = _("There are no rows to give back: mend the file itself.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(self._address("change", batch))
        name, content = found
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(content, content_type=TYPES[name[name.rindex(".") :]], headers=headers)


def _sheets_number(batch: Batch) -> int:
    """Return how many sheets the files of a batch have: a text file is one."""
    return sum(len(how["sheets"]) or 1 for how in batch.options.get(READ_AS, ()))


def _settled(record: BatchRecord, unfit: Container[str]) -> str:
    """Return that a conflict is settled; raises ``Refused`` with what it came to otherwise."""
    if record.key in unfit:
        text = _("Decided like this, “%(title)s” cannot be stored: see there why, and decide anew.")
        raise Refused(text % {"title": record})
    if record.outcome == Outcome.CONFLICT:
        raise Refused(_("The record has changed again in the meantime: decide once more."))
    return _("The conflict is settled. Nothing has been written to the record yet.")
