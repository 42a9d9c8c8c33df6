"""The pages of imports: upload, preview, apply, what came of it, undo."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from exchange import batches
from exchange.admin.forms import UploadForm
from exchange.admin.preview import groups
from exchange.again import FILE, RECORD
from exchange.mending import as_csv, as_workbook, problem_rows
from exchange.models import STORABLE, Batch, Outcome, State, Undo
from exchange.rights import may_import
from exchange.undoing import listing, may_undo, seal, undo
from records.admin.names import names_for
from records.faults import Refused

# The sign of each outcome, as a path in 16 by 16.
GLYPHS = {
    Outcome.CONFLICT: "M2 5.5h12M2 10.5h12M11 1.5l-6 13",
    Outcome.FAILED: "M3 3l10 10M13 3L3 13",
    Outcome.CHANGED: "M1.5 10c1.5-4 4-4 6.5-2s5 2 6.5-2",
    Outcome.NEW: "M8 2v12M2 8h12",
    Outcome.UNCHANGED: "M2 5.5h12M2 10.5h12",
}
# Records that a list of what undoing does names.
LISTED = 500
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@admin.register(Batch)
class BatchAdmin(admin.ModelAdmin):
    """Imports: what was brought in, by whom, what came of it."""

    list_display = ("files", "by_name", "created", "state", "what")
    list_filter = ("state",)
    search_fields = ("by_name", "why", "records__key")
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "exchange_admin/list.html"
    actions = None

    class Media:
        css = {"all": ["records_admin/admin.css", "exchange_admin/import.css"]}

    # Rights: those of imports, and nobody edits or deletes a batch ---------------------------

    def has_module_permission(self, request):
        """Show imports to those who may import."""
        return may_import(request.user)

    def has_view_permission(self, request, obj=None):
        """Show every import to those who may import; each applies their own only."""
        return may_import(request.user)

    def has_add_permission(self, request):
        """Let those upload who may import."""
        return may_import(request.user)

    def has_change_permission(self, request, obj=None):
        """Let nobody edit a batch."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Keep every batch."""
        return False

    # The list --------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("files"))
    def files(self, batch):
        """Return the names of the files."""
        return str(batch)

    @admin.display(description=gettext_lazy("records"))
    def what(self, batch):
        """Return the counts in words."""
        parts = [
            f"{batch.count(outcome)} {outcome.label.lower()}"
            for outcome in Outcome
            if batch.count(outcome)
        ]
        return ", ".join(parts) or "-"

    def get_queryset(self, request):
        """Search without counting a batch once for each of its records."""
        return super().get_queryset(request).distinct()

    def changelist_view(self, request, extra_context=None):
        """Name the list."""
        return super().changelist_view(request, {"title": _("Imports"), **(extra_context or {})})

    # Addresses -------------------------------------------------------------------------------

    def get_urls(self):
        """Put the pages of a batch before Django's own addresses."""
        pages = {
            "confirm": self.confirm_view,
            "settle": self.settle_view,
            "discard": self.discard_view,
            "undo": self.undo_view,
            "problems": self.problems_view,
        }
        own = [
            path(
                f"<uuid:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"exchange_batch_{name}",
            )
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def _address(self, name: str, batch: Batch) -> str:
        return reverse(f"{self.admin_site.name}:exchange_batch_{name}", args=[batch.pk])

    def _batch(self, request, pk) -> Batch:
        if not may_import(request.user):
            raise Http404
        batch = self.get_object(request, str(pk))
        if batch is None:
            raise Http404
        return batch

    def _page(self, request, template: str, title, batch: Batch | None = None, **context):
        return TemplateResponse(
            request,
            f"exchange_admin/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "media": self.media,
                "batch": batch,
                **context,
            },
        )

    # Pages -----------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Take files; go on to their preview."""
        if not may_import(request.user):
            raise Http404
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                why = form.cleaned_data["why"]
                batch = batches.preview(form.contents(), by=request.user, why=why)
                return HttpResponseRedirect(self._address("change", batch))
        return self._page(request, "upload", _("Import sheets"), form=form)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a batch: its preview, or what came of it."""
        batch = self._batch(request, object_id)
        outcome = request.GET.get("outcome", "")
        if outcome not in Outcome.values:
            outcome = ""
        found = groups(batch, names_for(request), outcome, request.GET.get("page", "1"))
        undone = batch.records.exclude(undo="")
        return self._page(
            request,
            "preview",
            _("Import of %(files)s") % {"files": batch},
            batch,
            groups=found,
            outcome=outcome,
            counts=[(o, GLYPHS[o], batch.count(o)) for o in Outcome],
            number=batch.count(*STORABLE),
            is_open=batch.state == State.PREVIEWED,
            is_own=batch.by_id == request.user.pk,
            may_settle=batch.state == State.PREVIEWED and batch.by_id == request.user.pk,
            may_undo=may_undo(batch, request.user),
            undone=undone[:LISTED],
            undone_number=undone.count(),
            left_out=batch.count(Outcome.FAILED, Outcome.CONFLICT),
        )

    def confirm_view(self, request, pk):
        """Store what was previewed."""
        batch = self._batch(request, pk)
        digest = request.POST.get("digest", "")
        good_only = request.POST.get("good_only") == "yes"

        def apply():
            batches.confirm(batch, by=request.user, digest=digest, good_only=good_only)
            number = batch.count(*STORABLE)
            text = ngettext("%(n)s record was stored.", "%(n)s records were stored.", number)
            return text % {"n": number}

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
            batches.settle(batch, key, choices, by=request.user, digest=digest)
            return _("The conflict is settled. Nothing has been written to the record yet.")

        return self._done(request, batch, settle)

    def discard_view(self, request, pk):
        """Drop a preview."""
        batch = self._batch(request, pk)

        def discard():
            batches.discard(batch, by=request.user)
            return _("The import was discarded. Nothing was written.")

        return self._done(request, batch, discard)

    def _done(self, request, batch: Batch, step):
        """Take a step on a POST, tell what came of it, and show the batch again."""
        if request.method != "POST":
            return require_POST(lambda _request: None)(request)
        try:
            self.message_user(request, step(), messages.SUCCESS)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(self._address("change", batch))

    def undo_view(self, request, pk):
        """Show what undoing would do; undo on a POST."""
        batch = self._batch(request, pk)
        if request.method == "POST":

            def take_back():
                undo(batch, by=request.user, seen=request.POST.get("seen", ""))
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

    def problems_view(self, request, pk):
        """Give back the rows that failed, with the reasons."""
        batch = self._batch(request, pk)
        if request.method not in ("GET", "HEAD"):
            return require_GET(lambda _request: None)(request)
        found = problem_rows(batch)
        if not found:
            text = _("There are no rows to give back: mend the file itself.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(self._address("change", batch))
        name, content = (as_csv if request.GET.get("format") == "csv" else as_workbook)(found)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=TYPES[name[name.rindex(".") :]], headers=headers)
