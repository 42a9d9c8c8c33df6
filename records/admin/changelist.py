"""Lists of records in the admin: columns, filters, search."""

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _

from records.dates import display_short


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


class RecordList:
    """Columns, filters and search that all kinds share."""

    search_fields = ("title", "key", "aliases__name")
    list_filter = ("status", EvidenceFilter)
    list_display = ("title", "status", "shown_period", "evidence", "revision", "changed")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("title",)

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
