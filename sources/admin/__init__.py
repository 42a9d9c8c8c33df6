"""The admin of sources, and of records that cite them."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.admin import RecordAdmin
from records.admin.changelist import ReturnedFilter
from records.admin.names import Words, names_for
from records.kinds import CITATIONS
from sources.admin.citations import CitationRows
from sources.admin.cite import CitePages
from sources.admin.evidence import counts, lines
from sources.models import Source


class CitedAdmin(CitePages, RecordAdmin):
    """The admin of a kind whose records carry citations."""

    special_inlines = {CITATIONS: CitationRows}
    first_lists = (CITATIONS,)

    def tools(self, request, obj):
        """Offer to cite one source for several values."""
        tools = super().tools(request, obj)
        if self.has_change_permission(request, obj):
            tools.insert(0, (self.address("cite", obj.pk), _("Cite a source for these fields")))
        return tools

    def panels(self, request, obj, document):
        """Show the verdicts beside the fields."""
        words = Words(self.kind, names_for(request))
        found = lines(words, document)
        request.record_evidence = {line.path: line for line in found}
        panel = {"lines": found, "counts": counts(found)}
        return [*super().panels(request, obj, document), ("sources_admin/evidence.html", panel)]

    def render_change_form(self, request, context, *args, **kwargs):
        """Put each verdict under its field, once the panels have judged the record."""
        response = super().render_change_form(request, context, *args, **kwargs)
        form = context["adminform"].form
        for path, line in getattr(request, "record_evidence", {}).items():
            if path in form.fields:
                form[path].help_text = _beside(line, form[path].help_text)
        return response


def _beside(line, help_text):
    return format_html(
        '{}<a class="record-badge record-{}" href="#evidence-{}">{}</a> {} {}',
        f"{line.value}. " if line.is_date else "",
        line.state,
        line.path,
        line.state_label,
        line.refs,
        help_text,
    )


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Sources: what was published where, by whom, and what it cites in turn."""

    first_lists = ()
    list_display = ("title", "type", "issued_shown", "shown_status", "consulted", "shown_changed")
    list_filter = ("status", ReturnedFilter, "type", "consulted", "reliability")
    search_fields = ("title", "title_translated", "key", "aliases__name", "authors", "container")

    def get_readonly_fields(self, request, obj=None):
        """Show names instead of their stored form where nothing can be typed."""
        fields = super().get_readonly_fields(request, obj)
        return fields if self._changes(request, obj) else (*fields, "authors_shown")

    def get_fieldsets(self, request, obj=None):
        """Show the authors as names, one on each line, to those who may only look."""
        fieldsets = super().get_fieldsets(request, obj)
        if self._changes(request, obj):
            return fieldsets
        for _name, options in fieldsets:
            shown = ["authors_shown" if f == "authors" else f for f in options["fields"]]
            options["fields"] = shown
        return fieldsets

    def _changes(self, request, obj) -> bool:
        return obj is None or self.has_change_permission(request, obj)

    @admin.display(description=_("authors"))
    def authors_shown(self, source):
        """Return the names, one on each line."""
        return "\n".join(source.authors) or "-"

    @admin.display(description=_("issued"), ordering="period_earliest")
    def issued_shown(self, source):
        """Return the date of issue in words."""
        return self.shown_period(source)
