"""The admin of the vocabularies: editors extend them, analysts look things up."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.admin.fields import NamedSelect
from records.admin.inlines import named
from records.admin.names import names_for
from records.refresh import naming, refresh
from records.text import fold
from vocabulary.lookup import names_of
from vocabulary.models import (
    ENTRIES,
    Activity,
    Country,
    Domain,
    Force,
    Grouping,
    Place,
    Platform,
    Topic,
    Unit,
)
from vocabulary.searched import NAMES


class CountryFilter(admin.SimpleListFilter):
    """Records by the countries that they involve."""

    title = gettext_lazy("country involved")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        """Return the countries that records of this kind involve."""
        kind = model_admin.model._meta.model_name
        found = Country.objects.filter(involvements__record__kind=kind).distinct()
        return list(found.values_list("key", "name"))

    def queryset(self, request, queryset):
        """Return the records that involve the chosen country."""
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(involved__country=self.value()) if known else queryset


class AliasFormSet(BaseInlineFormSet):
    """Other names of an entry: one name means one entry, and is told so before it is stored."""

    def clean(self):
        """Refuse a name that another entry of the vocabulary has, or that stands here twice."""
        super().clean()
        names = names_of(type(self.instance))
        seen: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name") if hasattr(form, "cleaned_data") else None
            if not name or self._should_delete_form(form):
                continue
            if names.get(fold(name), self.instance.pk) != self.instance.pk:
                message = _("Another entry has this name: %(key)s.")
                form.add_error("name", message % {"key": names[fold(name)]})
            if fold(name) in seen:
                form.add_error("name", _("This name stands twice."))
            seen.add(fold(name))


class AliasRows(admin.TabularInline):
    """Other names of an entry, as a table."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Name each field for those who do not see the table's head."""
        return named(super().formfield_for_dbfield(db_field, request, **kwargs))


def alias_rows(model) -> type:
    """Return the inline for the other names of entries of ``model``."""
    alias = model.aliases.rel.related_model
    attributes = {"model": alias, "formset": AliasFormSet, "extra": 0}
    return type(f"{alias.__name__}Inline", (AliasRows,), attributes)


class EntryAdmin(admin.ModelAdmin):
    """One vocabulary. Its entries are never deleted, since records hold their keys."""

    search_fields = ("name", "key", "aliases__name")
    list_display = ("name", "key")
    list_per_page = 100
    show_full_result_count = False

    class Media:
        css = {"all": ["records_admin/admin.css"]}

    def get_inlines(self, request, obj):
        """Return the rows of other names."""
        return [alias_rows(self.model)]

    def get_readonly_fields(self, request, obj=None):
        """Keep the key for ever."""
        return ("key",) if obj else ()

    def get_autocomplete_fields(self, request):
        """Name all references."""
        every = [*self.opts.concrete_fields, *self.opts.many_to_many]
        return [f.name for f in every if f.related_model]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Show the chosen entry by its name, without a query for each."""
        kwargs["widget"] = NamedSelect(db_field, self.admin_site, names_for(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        """Refuse: what records hold would lose its meaning."""
        return False

    def save_related(self, request, form, formsets, change):
        """Judge the records anew that rest on what was changed, and find them by new names."""
        super().save_related(request, form, formsets, change)
        if change and {"within", "members"} & set(form.changed_data):
            refresh(naming(below(form.instance)))
        elif change and _renamed(form, formsets):
            refresh(naming([form.instance.pk]))


def _renamed(form, formsets) -> bool:
    """Tell whether an entry has other names than before."""
    aliases = any(formset.has_changed() for formset in formsets)
    return aliases or not set(NAMES).isdisjoint(form.changed_data)


def below(entry) -> list[str]:
    """Return the key of an entry and of all that lies within it."""
    keys, layer = [entry.pk], [entry.pk]
    while layer and hasattr(entry, "within_id"):
        inner = type(entry).objects.filter(within__in=layer).exclude(pk__in=keys)
        layer = list(inner.values_list("pk", flat=True))
        keys += layer
    return keys


class WithinAdmin(EntryAdmin):
    """A vocabulary whose entries lie within one another."""

    list_display = ("name", "key", "kind", "within")
    list_filter = ("kind",)
    list_select_related = ("within",)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return a form that refuses an entry within itself."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (_NotWithinItself, form), {})


class _NotWithinItself:
    def clean(self):
        data = super().clean()
        within = self.cleaned_data.get("within")
        if within and not self.instance._state.adding and within.pk in below(self.instance):
            raise ValidationError({"within": _("It cannot lie within itself.")})
        return data


class CountryAdmin(EntryAdmin):
    """Countries, present and former."""

    list_display = ("name", "key", "iso3", "former")
    list_filter = ("former",)
    search_fields = ("name", "key", "official_name", "iso3", "aliases__name")


class ForceAdmin(EntryAdmin):
    """Armed services and coast guards."""

    list_display = ("name", "short_name", "key", "country", "domain")
    list_filter = ("domain", ("country", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("country",)
    search_fields = ("name", "short_name", "key", "aliases__name")


class UnitAdmin(EntryAdmin):
    """Ships, squadrons and regiments."""

    list_display = ("name", "key", "kind", "country", "platform")
    list_filter = ("kind", ("country", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("country", "platform")
    search_fields = ("name", "key", "hull_number", "aliases__name")


class TermAdmin(EntryAdmin):
    """Words of a list, in the order in which they are offered."""

    list_display = ("name", "key", "order")


ADMINS = {
    Country: CountryAdmin,
    Grouping: EntryAdmin,
    Force: ForceAdmin,
    Place: WithinAdmin,
    Platform: WithinAdmin,
    Unit: UnitAdmin,
    Domain: TermAdmin,
    Activity: TermAdmin,
    Topic: TermAdmin,
}

for entry_model in ENTRIES:
    admin.site.register(entry_model, ADMINS[entry_model])
