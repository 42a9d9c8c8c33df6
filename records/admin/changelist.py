"""Lists of records in the admin: columns, filters, search."""

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from records.dates import display_short
from records.models import Status, StatusChange


class EvidenceFilter(SimpleListFilter):
    """Records by what their evidence lacks."""

    title = _("evidence")
    parameter_name = "evidence"

    def lookups(self, request, model_admin):
        """Return the choices."""
        return [
            ("disputed", _("something disputed")),
            ("uncited", _("something uncited")),
            ("single", _("something from a single source")),
            ("none", _("no source at all")),
        ]

    def queryset(self, request, queryset):
        """Return the records that have what was chosen."""
        if self.value() in ("disputed", "uncited", "single"):
            return queryset.filter(**{f"{self.value()}__gt": 0})
        return queryset.filter(sources_cited=0) if self.value() == "none" else queryset


class ReturnedFilter(SimpleListFilter):
    """Drafts that an editor gave back to the analysts."""

    title = _("returned")
    parameter_name = "returned"

    def lookups(self, request, model_admin):
        """Return the choice."""
        return [("yes", _("returned to draft"))]

    def queryset(self, request, queryset):
        """Return the drafts that were more than drafts before."""
        return queryset.filter(was_returned=True) if self.value() == "yes" else queryset


def was_returned():
    """Return the expression that is true for a draft that has been more than a draft before."""
    back = StatusChange.objects.filter(
        # A key outlives its record: steps of an earlier record do not count.
        key=OuterRef("key"),
        after=Status.DRAFT,
        when__gte=OuterRef("created"),
    )
    return ExpressionWrapper(Q(status=Status.DRAFT) & Exists(back), BooleanField())


class RecordList:
    """Columns, filters and search that all kinds share."""

    search_fields = ("title", "key", "aliases__name")
    list_filter = ("status", ReturnedFilter, EvidenceFilter)
    list_display = ("title", "shown_status", "shown_period", "evidence", "shown_changed")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("title",)

    def get_queryset(self, request):
        """Tell which drafts were returned."""
        return super().get_queryset(request).annotate(was_returned=was_returned())

    @admin.display(description=_("status"), ordering="status")
    def shown_status(self, record):
        """Return the status, and whether the record has been sent back."""
        return _("returned to draft") if record.was_returned else record.get_status_display()

    @admin.display(description=_("changed"), ordering="changed")
    def shown_changed(self, record):
        """Return the day of the last revision, and its number."""
        day = date_format(localtime(record.changed), "DATE_FORMAT")
        return _("%(day)s, rev. %(number)s") % {"day": day, "number": record.revision}

    @admin.display(description=_("period"), ordering="period_earliest")
    def shown_period(self, record):
        """Return the record's date in words."""
        return display_short(record.period)

    @admin.display(description=_("evidence"), ordering="disputed")
    def evidence(self, record):
        """Return the counts of verdicts: disputed, uncited, single, agreed."""
        parts = [
            (record.disputed, _("%(n)s disputed")),
            (record.uncited, _("%(n)s uncited")),
            (record.single, _("%(n)s single")),
            (record.agreed, _("%(n)s agreed")),
        ]
        return ", ".join(text % {"n": n} for n, text in parts if n) or "-"
