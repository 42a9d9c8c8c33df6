"""The lists of a record as rows under its form, made from the kind."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.utils.text import capfirst

from records.admin.fields import (
    KeyField,
    KeysField,
    LinesField,
    LocalRefsField,
    NamedSelect,
    NamedSelectMultiple,
)
from records.admin.forms import ItemForm, ItemFormSet
from records.admin.names import names_for
from records.kinds import List, get_kind, target_of, type_of
from records.types import Ref

RARE = ("aliases", "identifiers", "links")
RELATIONS = (models.ForeignKey, models.ManyToManyField)


class DocumentFields:
    """For admins whose forms give values of a document."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return form fields whose values are keys, refs and lines; web addresses mean https."""
        if isinstance(db_field, models.ManyToManyField) and type_of(db_field).name == "local":
            return db_field.formfield(form_class=LocalRefsField)
        if isinstance(db_field, models.JSONField):
            return db_field.formfield(form_class=LinesField)
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, models.TextField):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 60})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Return one reference with autocompletion, without a query of its own."""
        kwargs["form_class"] = KeyField
        kwargs["widget"] = NamedSelect(db_field, self.admin_site, names_for(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Return a set of references with autocompletion, without a query of its own."""
        kwargs["form_class"] = KeysField
        kwargs["widget"] = NamedSelectMultiple(db_field, self.admin_site, names_for(request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def named(field):
    """Give a field in a table, where no label stands beside it, a name of its own."""
    if field is not None:
        widget = getattr(field.widget, "widget", field.widget)
        widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
    return field


def relations_of(fields) -> list[str]:
    """Return the names of the fields that refer to something with an admin of its own."""
    relations = [f for f in fields if isinstance(f.model_field, RELATIONS)]
    return [f.name for f in relations if f.type.name != "local"]


class RowInline(DocumentFields):
    """One list of a record. Who may change the record may change its items."""

    form = ItemForm
    formset = ItemFormSet
    fk_name = "record"
    extra = 0
    list_name = ""
    max_num = 2000

    @property
    def list(self) -> List:
        """Return the list that the rows belong to."""
        return get_kind(target_of(self.parent_model)).lists[self.list_name]

    def get_fields(self, request, obj=None):
        """Return the item's fields in the document's order, and the ref that identifies it."""
        return [*(f.name for f in self.list.fields), "ref"]

    def get_queryset(self, request):
        """Return the items with all that they refer to."""
        many = [f.name for f in self.list.fields if f.is_many]
        one = [f.name for f in self.list.fields if isinstance(f.type, Ref)]
        return super().get_queryset(request).select_related(*one).prefetch_related(*many)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Leave a row its place: of the buttons beside a reference, only "add" stays."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = False
        return named(field)

    def get_extra(self, request, obj=None, **kwargs):
        """Show an empty row only where a new record should have an item, or items to start with."""
        rows = getattr(request, "initial_rows", {}).get(self.list_name, ())
        is_first = obj is None and self.list_name in self._parent().first_lists
        return len(rows) or int(is_first)

    def get_autocomplete_fields(self, request):
        """Name all references to what has an admin."""
        return relations_of(self.list.fields)

    def get_formset(self, request, obj=None, **kwargs):
        """Fold up a list without items, and hand on what the store found wrong."""
        if not self._is_open(request, obj):
            self.classes = ["collapse"]
        formset = super().get_formset(request, obj, **kwargs)
        formset.placed = getattr(request, "record_errors", {})
        return formset

    def _is_open(self, request, obj) -> bool:
        total = f"{self.list_name}-TOTAL_FORMS"
        if request.method == "POST" and request.POST.get(total, "0") not in ("", "0"):
            return True
        return self.list_name in getattr(request, "open_lists", ())

    def _parent(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self, request, obj=None):
        """Say what the record's admin says."""
        return self._parent().has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        """Say what the record's admin says."""
        admin_of_record = self._parent()
        if obj is None or not obj.revision:
            return admin_of_record.has_add_permission(request)
        return admin_of_record.has_change_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        """Items are added by whoever may change the record."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Items are removed by whoever may change the record; its revisions keep them."""
        return self.has_change_permission(request, obj)


class RowTable(RowInline, admin.TabularInline):
    """A list as a table."""


class RowStack(RowInline, admin.StackedInline):
    """A list of items that have many fields each."""


def inlines_of(kind, special: dict[str, type]) -> list[type]:
    """Return inline classes for the lists of a kind; ``special`` has base classes by name."""
    found = []
    # What few records have, folded up, comes last.
    for name, item_list in sorted(kind.lists.items(), key=lambda entry: entry[0] in RARE):
        base = special.get(name, RowTable)
        attributes = {"model": item_list.model, "list_name": name}
        found.append(type(f"{item_list.model.__name__}Inline", (base,), attributes))
    return found
