"""The admin of imports: their list and who may do what; each group of pages has its own module."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.admin.mapping import MappingPages, is_unmapped
from exchange.admin.previewing import PreviewPages
from exchange.admin.progress import ProgressPages, how_far
from exchange.admin.reading import ReadingPages
from exchange.admin.undo import UndoPages
from exchange.admin.uploading import UploadPages
from exchange.admin.words import WordPages
from exchange.models import WORKING, Batch, Outcome, State


@admin.register(Batch)
class BatchAdmin(
    UploadPages, ProgressPages, ReadingPages, MappingPages, WordPages, PreviewPages, UndoPages
):
    """Imports: what was brought in, by whom, what came of it."""

    list_display = ("files", "standing", "what", "by_name", "created")
    list_select_related = ("work",)
    list_filter = ("state",)
    search_fields = ("by_name", "why", "records__key")
    list_per_page = 50
    change_list_template = "exchange_admin/list.html"

    # Rights: nobody edits or deletes a batch, and each applies their own only ----------------

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

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, batch):
        """Return the state, and how far a work that goes on has come."""
        if is_unmapped(batch):
            return _("waits for its mapping")
        state, work = batch.get_state_display(), getattr(batch, "work", None)
        is_told = batch.state in WORKING and work and work.total
        return f"{state}, {how_far(work)}" if is_told else state

    @admin.display(description=gettext_lazy("records"))
    def what(self, batch):
        """Return the counts in words."""
        parts = [
            f"{batch.count(outcome)} {outcome.label.lower()}"
            for outcome in Outcome
            if batch.count(outcome)
        ]
        if batch.state == State.UNDONE and parts:
            return _("%(counts)s, then undone") % {"counts": ", ".join(parts)}
        return ", ".join(parts) or "-"

    def get_queryset(self, request):
        """Search without counting a batch once for each of its records."""
        return super().get_queryset(request).distinct()

    def changelist_view(self, request, extra_context=None):
        """Name the list."""
        return super().changelist_view(request, {"title": _("Imports"), **(extra_context or {})})
