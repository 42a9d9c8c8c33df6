"""The admin of a kind of record: a form that edits its document.

The form and its rows are read into a document, and the store takes or refuses it as it does any
other. What it refuses comes back at the field or row concerned, with all that was typed.
"""

from django.contrib import admin, messages
from django.utils.translation import gettext as _

from records import store
from records.admin import conflicts
from records.admin.changelist import RecordList
from records.admin.differences import rows as difference_rows
from records.admin.entered import entered
from records.admin.exporting import ExportPages
from records.admin.forms import RecordForm
from records.admin.inlines import DocumentFields, inlines_of, relations_of
from records.admin.names import Words, names_for
from records.admin.permissions import RecordPermissions
from records.admin.revisions import RevisionPages
from records.admin.steps import StepPages
from records.dates import UncertainDateFormField, not_kept
from records.documents import items_of
from records.faults import Conflict, Faults
from records.kinds import Kind, get_kind, target_of
from records.models import Status, StatusChange
from records.remarks import Change, remarks_on
from records.steps import UNCHANGED, Step


class RecordAdmin(
    ExportPages,
    StepPages,
    RevisionPages,
    RecordPermissions,
    RecordList,
    DocumentFields,
    admin.ModelAdmin,
):
    """The admin of one kind of record; an app above names what its kind has of its own."""

    form = RecordForm
    change_form_template = "records_admin/form.html"
    # list name -> inline class, for lists that are more than a table of their fields
    special_inlines: dict[str, type] = {}
    # lists that stand open on an empty form
    first_lists: tuple[str, ...] = ()
    save_on_top = False

    class Media:
        css = {"all": ["records_admin/admin.css"]}

    @property
    def kind(self) -> Kind:
        """Return the kind whose records are edited here."""
        return get_kind(target_of(self.model))

    # The form --------------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        """Return what identifies the record, its facts, its texts."""
        fields = self.kind.fields
        long = [f.name for f in fields if f.type.name == "long"]
        facts = [f.name for f in fields if f.name != "title" and f.name not in long]
        groups = [(None, {"fields": ["title", "key", *facts]})]
        return [*groups, (_("In words"), {"fields": long})] if long else groups

    def get_readonly_fields(self, request, obj=None):
        """Keep the key for ever."""
        return ("key",) if obj else ()

    def get_autocomplete_fields(self, request):
        """Name all references."""
        return relations_of(self.kind.fields)

    def get_inlines(self, request, obj):
        """Return a list of rows for each list of the kind."""
        return inlines_of(self.kind, self.special_inlines)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form class of one request, with what the store found wrong."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.placed = getattr(request, "record_errors", {})
        if "key" in form.base_fields:
            form.base_fields["key"].required = False
        return form

    def get_changeform_initial_data(self, request):
        """Give prefilled sets as lists."""
        data = super().get_changeform_initial_data(request)
        many = {f.name for f in self.kind.fields if f.is_many}
        return {k: v.split(",") if k in many and isinstance(v, str) else v for k, v in data.items()}

    # Saving ----------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show or store; what the store refuses is shown in the same form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Faults as error:
            request.record_errors = request.record_entered.errors(error.faults)
        except Conflict as error:
            request.record_conflict = error
            request.record_errors = {"": [(None, error.sentence())]}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Do nothing: the record is stored with its lists, by the store."""

    def save_related(self, request, form, formsets, change):
        """Store the document that the form and its rows make."""
        record = form.instance if change else None
        before = store.take(record) if change else None
        request.record_entered = entered(self.kind, before, form, formsets)
        data = form.cleaned_data
        default = _("Changed in the form.") if change else _("Added.")
        request.record_step = step = conflicts.apply(
            request.record_entered.document,
            by=request.user,
            why=data.get("why") or default,
            base=data.get("base_revision") if change else None,
            seen=data.get("seen_revision") if change else None,
        )
        form.instance.__dict__.update(self.model.objects.get(pk=step.record.pk).__dict__)
        if self._stored(request):
            self.tell_remarks(request, step)
            self.tell_not_kept(request, form, formsets)

    def tell_not_kept(self, request, form, formsets) -> None:
        """Say what was typed of a date that dates do not keep."""
        forms = [form, *(row for formset in formsets for row in formset.forms)]
        for one in forms:
            dates = [n for n, f in one.fields.items() if isinstance(f, UncertainDateFormField)]
            for name in dates:
                if name in one.changed_data and (found := not_kept(one[name].data)):
                    self.message_user(request, " ".join(found), messages.WARNING)

    def tell_remarks(self, request, step: Step) -> None:
        """Say what may be a slip in what was stored."""
        is_public = step.record.status == Status.PUBLISHED
        for remark in remarks_on([Change(step.document, step.before, is_public=is_public)]):
            self.message_user(request, remark.text, messages.WARNING)

    def construct_change_message(self, request, form, formsets, add=False):
        """Say in Django's own log which revision was made; the revision has the rest."""
        name = _("revision %(number)s") % {"number": request.record_step.record.revision}
        return [{"added": {}}] if add else [{"changed": {"fields": [name]}}]

    def log_change(self, request, obj, message):
        """Log what was stored, not what was left as it was."""
        if self._stored(request):
            return super().log_change(request, obj, message)
        return None

    def response_change(self, request, obj):
        """Say so where nothing differed."""
        if not self._stored(request) and "_popup" not in request.POST:
            request.record_quiet = True
            self.message_user(request, _("Nothing was changed."), messages.INFO)
        response = super().response_change(request, obj)
        return response

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Leave out Django's "was changed" where nothing was."""
        if not (getattr(request, "record_quiet", False) and level == messages.SUCCESS):
            super().message_user(request, message, level, *args, **kwargs)

    def _stored(self, request) -> bool:
        return request.record_step.outcome != UNCHANGED

    # The page --------------------------------------------------------------------------------

    def _create_formsets(self, request, obj, change):
        """Note which lists have items and which keys the page will name."""
        if change:
            document = store.take(obj)
            names_for(request).want_document(self.kind, document)
            request.open_lists = {n for n in self.kind.lists if items_of(document, n)}
            request.record_document = document
        else:
            request.initial_rows = self.initial_rows(request)
            filled = {name for name, rows in request.initial_rows.items() if rows}
            request.open_lists = {*self.first_lists, *filled}
        return super()._create_formsets(request, obj, change)

    def initial_rows(self, request) -> dict[str, list[dict]]:
        """Return list name -> the items that it starts with on an empty form."""
        return {}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Start the rows of an empty form with what was prepared for them."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        rows = getattr(request, "initial_rows", {}).get(inline.list_name)
        # Rows that come back are what the person sent, even where they are as they were shown.
        return {**kwargs, "initial": rows} if rows and request.method == "GET" else kwargs

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Add what stands beside the form: the steps, the tools, a conflict, panels."""
        if obj is not None:
            context["record_panels"] = self.panels(request, obj, request.record_document)
            context["record_tools"] = self.tools(request, obj)
            context["record_steps"] = self.steps_for(request, obj)
            context["last_step"] = StatusChange.objects.filter(key=obj.key).first()
        conflict = getattr(request, "record_conflict", None)
        if conflict:
            context.update(self._conflict(request, conflict))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _conflict(self, request, conflict: Conflict) -> dict:
        """Return what the page shows of a conflict, and of the merge that would end it."""
        words = Words(self.kind, names_for(request))
        merged = conflicts.merge_of(conflict)
        if merged is None:
            found = difference_rows(words, conflict.theirs, conflict.ours)
            return {"conflict": conflict, "conflict_rows": found}
        return {
            "conflict": conflict,
            "conflict_names": ", ".join(merged.names),
            "conflict_merge": merged,
            "conflict_rows": merged.asked(words),
            "kept_rows": merged.kept(words),
            "added_rows": merged.added(words),
        }

    def tools(self, request, obj) -> list[tuple[str, str]]:
        """Return the address and label of each tool for a record."""
        return [(self.address("revisions", obj.pk), _("Revisions"))]

    def panels(self, request, obj, document: dict) -> list[tuple[str, dict]]:
        """Return the template and context of each panel beside the form."""
        return []
