"""The reason that a person gives for a change, as forms ask for it."""

from django import forms

from records.types import Type


class WhyField(forms.CharField):
    """A reason: one line of text, of characters that histories and files can show."""

    def clean(self, value):
        """Return the text; raise ``ValidationError`` with a sentence."""
        try:
            return Type().clean(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
