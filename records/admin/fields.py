"""Form fields whose values are those of a document: keys, refs, lines; and their widgets."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _

from records.cells import join_cell, split_cell


class _Named:
    """Shows the chosen keys by their names, which are read once for the whole page."""

    def __init__(self, field, admin_site, names, **kwargs):
        super().__init__(field, admin_site, **kwargs)
        self.names = names

    def optgroups(self, name, value, attr=None):
        """Return the chosen options only; the others come as the person types."""
        chosen = [str(key) for key in value if key not in (None, "")]
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        model = self.field.remote_field.model
        for key in chosen:
            label = self.names.of(model, key)
            options.append(self.create_option(name, key, label, True, len(options)))
        return [(None, options, 0)]


class NamedSelect(_Named, AutocompleteSelect):
    """Autocomplete for one reference."""


class NamedSelectMultiple(_Named, AutocompleteSelectMultiple):
    """Autocomplete for a set of references."""


class KeyField(forms.ModelChoiceField):
    """One reference; its value is the key as it was sent. The document's resolver judges it."""

    def to_python(self, value):
        """Return the key, "" for none."""
        return "" if value is None else str(value).strip()

    def validate(self, value):
        """Ask for a value where one is needed; no query."""
        forms.Field.validate(self, value)


class KeysField(forms.ModelMultipleChoiceField):
    """A set of references; its value is the list of keys as they were sent."""

    def clean(self, value):
        """Return the keys; no query."""
        keys = [str(key).strip() for key in value or [] if str(key).strip()]
        forms.Field.validate(self, keys)
        return keys


class LinesField(forms.CharField):
    """Several texts, one on each line."""

    def __init__(self, **kwargs):
        kwargs = {k: v for k, v in kwargs.items() if k not in ("encoder", "decoder")}
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 3}), **kwargs})

    def prepare_value(self, value):
        """Return the lines of a stored list."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        """Return the list of texts."""
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]

    def has_changed(self, initial, data):
        """Compare what the lines mean."""
        return (initial or []) != [s.strip() for s in (data or "").splitlines() if s.strip()]


class LocalRefsField(forms.CharField):
    """Items of another list of the same record, by their refs: "p1; p2"."""

    def __init__(self, **kwargs):
        kwargs = {k: v for k, v in kwargs.items() if k not in ("queryset", "limit_choices_to")}
        kwargs["help_text"] = _(
            "Which phases, by the names above their rows: p1; p2. A new phase gets the next number."
        )
        super().__init__(**{**kwargs, "widget": forms.TextInput(attrs={"size": 8})})

    def prepare_value(self, value):
        """Return the refs of the stored items."""
        return join_cell(_refs(value)) if isinstance(value, list) else value

    def clean(self, value):
        """Return the list of refs."""
        return split_cell(super().clean(value))

    def has_changed(self, initial, data):
        """Compare the sets."""
        return set(_refs(initial or [])) != set(split_cell(data or ""))


def _refs(items) -> list[str]:
    return [getattr(item, "ref", item) for item in items]
