"""Citations as rows of a record's form, their claims as lines."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.admin import RowStack
from records.admin.forms import ItemForm, ItemFormSet
from records.documents import items_of
from records.kinds import CITATIONS, Kind, get_kind, target_of
from sources.admin.claimlines import parsed, written
from sources.models import Citation

CLAIMS_HELP = gettext_lazy(
    "What the source says of this record, one thing on each line: a path, and after a colon what "
    "the source says there if it differs from the record. “date” · “date: 2020” · "
    "“participants/au” · “participants/au/personnel: 120” · “places: denies bay-of-bengal” · "
    "“statements/s1: mentions”. The paths of all present values stand under Evidence."
)


class ClaimsField(forms.CharField):
    """Claims as lines of text; its value is the mapping from paths to what is said."""

    def __init__(self, kind: Kind, present=(), **kwargs):
        self.kind, self.present = kind, present
        widget = forms.Textarea(attrs={"rows": 6, "cols": 60, "spellcheck": "false"})
        super().__init__(
            label=gettext_lazy("Claims"), help_text=CLAIMS_HELP, widget=widget, required=False
        )

    def prepare_value(self, value):
        """Return the lines of stored claims."""
        return written(self.kind, value, self.present) if isinstance(value, dict) else value

    def clean(self, value):
        """Return the claims that the lines make."""
        return parsed(self.kind, super().clean(value))

    def has_changed(self, initial, data):
        """Compare the lines."""
        lines = (data or "").replace("\r\n", "\n").strip()
        return lines != self.prepare_value(initial or {})


class CitationForm(ItemForm):
    """One citation; what stands in it is checked with its record."""


class CitationFormSet(ItemFormSet):
    """The citations of a record: one for each source at each place in it."""

    def clean(self):
        """Refuse a new citation of what is cited already: its claims belong to the first."""
        seen: dict[tuple, str] = {}
        for number, form in enumerate(self.filled(), 1):
            data = form.cleaned_data
            place = tuple(data.get(name) or "" for name in ("source", "locator", "quoting"))
            if place in seen and not data.get("ref") and place[0]:
                message = _("This source is cited there already: add the claims to %(ref)s.")
                form.add_error("source", message % {"ref": seen[place]})
            seen.setdefault(place, data.get("ref") or _("row %(number)s") % {"number": number})
        super().clean()


class CitationRows(RowStack):
    """The citations under a record's form."""

    form = CitationForm
    formset = CitationFormSet
    model = Citation
    shown: dict | None = None

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Take claims as lines."""
        if db_field.name == "claims":
            document = getattr(request, "record_document", None)
            return ClaimsField(get_kind(target_of(self.parent_model)), item_paths(document))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("claims"))
    def claims_shown(self, citation):
        """Return the lines of the claims, for those who may only look."""
        kind = get_kind(target_of(self.parent_model))
        return written(kind, citation.claims, item_paths(self.shown)) or "-"

    def get_readonly_fields(self, request, obj=None):
        """Show lines instead of the stored form of claims where nothing can be typed."""
        self.shown = getattr(request, "record_document", None)
        return () if self.has_change_permission(request, obj) else ("claims_shown",)

    def get_fieldsets(self, request, obj=None):
        """Put each field on a line of its own, as in the form above."""
        changes = self.has_change_permission(request, obj)
        return [
            (
                None,
                {
                    "fields": [
                        "source",
                        "locator",
                        "basis",
                        "quoting",
                        "claims" if changes else "claims_shown",
                        "quotation",
                        "credibility",
                        "note",
                        "ref",
                    ]
                },
            )
        ]


def item_paths(document: dict | None) -> set[str]:
    """Return the paths of all list items of a document."""
    lists = document["lists"] if document else ()
    return {f"{n}/{i['ref']}" for n in lists for i in items_of(document, n) if n != CITATIONS}
