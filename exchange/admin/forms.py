"""What a person gives an import: the files, and why."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from exchange.admin.reading import ReadingForm
from exchange.batches.keeping import KEPT, WHY_LENGTH
from exchange.laying.intake import READ
from records.admin.why import WhyField

MOST_FILES = 40


class SeveralFiles(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, each checked as one."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        """Return the list of files; raise ``ValidationError`` where one is empty or missing."""
        files = data if isinstance(data, list | tuple) else [data]
        if empty := [file.name for file in files if file and not file.size]:
            raise forms.ValidationError(
                _("Nothing is in %(names)s: take other files, or save it anew."),
                code="empty",
                params={"names": ", ".join(empty)},
            )
        clean = super().clean
        return [clean(file, initial) for file in files] or [clean(None, initial)]


class UploadForm(ReadingForm):
    """The upload: files of sheets, the reason that each revision will carry, how they are read."""

    files = FilesField(
        label=_("Files"),
        max_length=200,
        help_text=_(
            "A workbook with a sheet for each type (exercises, participants, citations …), or one "
            "CSV file for each, several at once or in a ZIP file; or the JSON of an export. Every "
            "download is taken as it is. Nothing is written before you have seen what they do."
        ),
    )
    why = WhyField(
        label=_("Reason"),
        max_length=WHY_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("For the history of each record. Left empty, it names the files."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["accept"] = ",".join(READ)

    def clean_files(self):
        """Refuse what is too much, or of a kind that is not read."""
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("These are %(number)s files; at most %(most)s are taken at once."),
                params={"number": len(files), "most": MOST_FILES},
            )
        size = sum(file.size for file in files)
        if size > KEPT:
            raise forms.ValidationError(
                _("The files have %(size)s; at most %(most)s are taken. Divide them."),
                params={"size": filesizeformat(size), "most": filesizeformat(KEPT)},
            )
        for file in files:
            if not file.name.lower().endswith(READ):
                raise forms.ValidationError(
                    _("“%(name)s” cannot be read here. Files end in %(endings)s."),
                    params={"name": file.name, "endings": ", ".join(READ)},
                )
        return files

    @property
    def main_fields(self) -> list:
        """Return the fields that every upload has."""
        return [self["files"], self["why"]]

    @property
    def reading_errors(self) -> bool:
        """Tell whether something is wrong with how the files are to be read."""
        return any(field.errors for field in self.reading_fields)

    def contents(self) -> list[tuple[str, bytes]]:
        """Return the name and content of each file."""
        return [(file.name, file.read()) for file in self.cleaned_data["files"]]
