"""Forms that edit a document: they show rows, and give values; what may be stored is decided later.

What the store finds wrong comes back as errors at the field or row: ``placed`` maps the prefix of
a form to its errors, and is set on the classes of one request.
"""

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from records.admin.why import WhyField
from records.models import Status
from records.text import natural

WHY_LENGTH = 500
_NO_BASE = _(
    "The form does not say which revision of the record it started from, so nothing was stored. "
    "Open the record again in another window and take what you typed over to it."
)


def add_errors(form: forms.BaseForm, errors) -> None:
    """Add ``(field or None, message)`` pairs to a form; its head takes what no eye would find."""
    for name, message in errors:
        seen = name in form.fields and not form[name].is_hidden
        form.add_error(name if seen else None, message)


def tell_hidden(form: forms.BaseForm) -> None:
    """Move the errors of hidden fields to the head of a form, where they are seen."""
    for field in form.hidden_fields():
        for message in form.errors.pop(field.name, ()):
            form.add_error(None, f"{field.label}: {message}")


class RecordForm(forms.ModelForm):
    """The fields of a record, with the revision that the person started from and the reason."""

    placed: dict = {}

    why = WhyField(
        label=_("Reason for the change"),
        max_length=WHY_LENGTH,
        required=False,
        help_text=_("One line for the record's history: what you changed, and from what source."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    base_revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    seen_revision = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.revision:
            self.initial.setdefault("base_revision", self.instance.revision)

    def clean(self):
        """Ask for a reason once a record has left its author's desk; know where a change starts."""
        data = super().clean()
        stored = self.instance.revision > 0
        if stored and self.cleaned_data.get("base_revision") is None:
            self.errors.pop("base_revision", None)
            self.add_error(None, _NO_BASE)
        tell_hidden(self)
        if stored and self.instance.status != Status.DRAFT and not self.cleaned_data.get("why"):
            self.add_error("why", _("Say why: the record is not a draft any more."))
        return data

    def _post_clean(self):
        """Leave the instance alone: the store judges the document."""
        add_errors(self, self.placed.get("", ()))


class ItemForm(forms.ModelForm):
    """One item of a list; the ref tells which one it is, in whatever order the rows come."""

    ref = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean(self):
        """Say what is wrong with the hidden fields, too."""
        tell_hidden(self)
        return super().clean()

    def _post_clean(self):
        """Leave the instance alone: the store judges the document."""


class ItemFormSet(BaseInlineFormSet):
    """The items of one list of one record. Rows are known by their refs, not by database ids.

    So a row that somebody else has removed in the meantime keeps what was typed in it.
    """

    placed: dict = {}
    new_objects = changed_objects = deleted_objects = ()

    def get_queryset(self):
        """Return the stored items in natural order; once sent, one for each row that came back."""
        if not hasattr(self, "_rows"):
            stored = {item.ref: item for item in self.queryset}
            if self.is_bound:
                refs = [self._sent_ref(i) for i in range(self.initial_form_count())]
                self._rows = [stored.get(ref) or self.model(ref=ref) for ref in refs]
            else:
                self._rows = [stored[ref] for ref in sorted(stored, key=natural)]
        return self._rows

    def _sent_ref(self, index: int) -> str:
        return self.data.get(f"{self.add_prefix(index)}-ref", "")

    def _construct_form(self, i, **kwargs):
        if i < self.initial_form_count():
            kwargs["instance"] = self.get_queryset()[i]
        elif self.initial_extra and i - self.initial_form_count() < len(self.initial_extra):
            kwargs["initial"] = self.initial_extra[i - self.initial_form_count()]
        return BaseFormSet._construct_form(self, i, **kwargs)

    def add_fields(self, form, index):
        """Take the row's id as it comes: nothing depends on it."""
        super().add_fields(form, index)
        name = self.model._meta.pk.name
        form.fields[name] = forms.Field(required=False, widget=forms.HiddenInput)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete")

    def clean(self):
        """Add what the store found wrong with the rows."""
        for form in self.forms:
            add_errors(form, self.placed.get(form.prefix, ()))

    def filled(self) -> list[ItemForm]:
        """Return the forms of the items that shall stand in the record."""
        return [
            form
            for form in self.forms
            if not (self.can_delete and self._should_delete_form(form))
            and (form.cleaned_data.get("ref") or form.has_changed())
        ]
