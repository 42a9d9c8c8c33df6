"""Exporting from a list in the admin: chosen records, chosen columns, every status."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import downloads
from records.admin.permissions import number_for_editors
from records.admin.steps import StepPages

EXPORT = "records.export_record"


class ExportForm(forms.Form):
    """Which format, and which fields and lists of the kind."""

    file_format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    fields_wanted = forms.MultipleChoiceField(
        label=_("Fields"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lists_wanted = forms.MultipleChoiceField(
        label=_("Lists"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, kind):
        fields = [(f.name, f.label) for f in kind.fields]
        lists = [(name, found.label) for name, found in kind.lists.items()]
        initial = {"fields_wanted": [n for n, _l in fields], "lists_wanted": [n for n, _l in lists]}
        super().__init__(data, initial={"file_format": "xlsx", **initial})
        self.fields["file_format"].choices = [
            (name, f"{found.label}: {found.note}") for name, found in downloads.formats().items()
        ]
        self.fields["fields_wanted"].choices = fields
        self.fields["lists_wanted"].choices = lists


class ExportPages:
    """An action on the list that leads to a page: which format, which columns."""

    actions = (*StepPages.actions, "export_records")

    @admin.action(description=_("Export …"), permissions=["export"])
    def export_records(self, request, queryset):
        """Ask for format and columns, then give the file."""
        form = ExportForm(request.POST if "export" in request.POST else None, self.kind)
        if form.is_bound and form.is_valid():
            try:
                return self._exported(queryset, form.cleaned_data)
            except downloads.Unwritable as error:
                form.add_error("file_format", str(error))
        return self.page(
            request,
            "export",
            None,
            gettext("Export"),
            form=form,
            number=queryset.count(),
            for_editors=number_for_editors(queryset, request.user),
            across=request.POST.get("select_across") == "1",
            checkbox=ACTION_CHECKBOX_NAME,
            chosen=self._chosen(request),
        )

    def _exported(self, queryset, data):
        order = downloads.Order(
            queryset,
            self.kind.name,
            everything=True,
            fields=self._with_shorthand(data["fields_wanted"]),
            lists=tuple(data["lists_wanted"]),
        )
        return downloads.formats()[data["file_format"]].respond(order)

    def _with_shorthand(self, names: list[str]) -> tuple[str, ...] | None:
        """Return the fields chosen; None for all, with which go the columns that sum up lists."""
        return None if len(names) == len(self.kind.fields) else tuple(names)

    @staticmethod
    def _chosen(request) -> list[str]:
        """Return the keys to send again; one will do where the whole list is meant."""
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        return keys[:1] if request.POST.get("select_across") == "1" else keys

    def has_export_permission(self, request) -> bool:
        """Tell whether the person may export."""
        return request.user.has_perm(EXPORT)
