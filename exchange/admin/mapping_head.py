"""The form of a mapping, its first part: what holds for the whole of a foreign table."""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.mapping.citing import is_stored
from exchange.mapping.heads import MOST_COLUMNS
from exchange.mapping.meanings import key_for, titles_of
from exchange.mapping.shapes import LEAVE_OUT
from records.kinds import get_kind
from records.models import Record
from records.text import KEY_PATTERN, fold

# Rows for what is the same everywhere; there is always an empty one more than are used.
CONSTANTS = 4
SOURCES_OFFERED = 500
GENERAL = (
    *("heading_row", "missing", "dates", "without_month", "without_year"),
    *("country_year", "name"),
)
ORDERS = [
    ("", gettext_lazy("not said: a date that could be two is a fault")),
    ("dmy", gettext_lazy("day, month, year")),
    ("mdy", gettext_lazy("month, day, year")),
    ("ymd", gettext_lazy("year, month, day")),
]
WITHOUT_MONTH = [
    ("", gettext_lazy("is a fault")),
    ("year", gettext_lazy("gives the year alone")),
]

WITHOUT_YEAR = [
    ("", gettext_lazy("is a fault")),
    (LEAVE_OUT, gettext_lazy("is left out")),
]


class HeadForm(forms.Form):
    """What holds for the whole table."""

    name = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Of the dataset. Items without a number of their own are named by it."
        ),
    )
    heading_row = forms.IntegerField(
        label=gettext_lazy("Headings are in row"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=gettext_lazy("Left empty: in the first row with something in it."),
    )
    dates = forms.ChoiceField(label=gettext_lazy("Order of dates"), required=False, choices=ORDERS)
    without_month = forms.ChoiceField(
        label=gettext_lazy("A day without its month"),
        required=False,
        choices=WITHOUT_MONTH,
        help_text=gettext_lazy("Such as 2003, -9, 14. The preview says in how many rows."),
    )
    without_year = forms.ChoiceField(
        label=gettext_lazy("A date without its year"),
        required=False,
        choices=WITHOUT_YEAR,
        help_text=gettext_lazy(
            "Such as -9, 5, 14. Of a period that end alone is left out: it is then unknown. "
            "The preview says in how many rows."
        ),
    )
    missing = forms.CharField(
        label=gettext_lazy("Marks for what is missing"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Divided by semicolons: -9; NA; n/a"),
    )
    country_year = forms.ChoiceField(
        label=gettext_lazy("Year of country codes"),
        required=False,
        help_text=gettext_lazy("COW 365 is the Soviet Union until 1991 and Russia since."),
    )
    key_prefix = forms.RegexField(
        KEY_PATTERN + r"\Z",
        label=gettext_lazy("Keys begin with"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Small letters, digits and hyphens: mme"),
    )
    source_key = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "The key or the title of the source that all records cite. For one that is not stored "
            "yet write its title below; left empty here, its key is made of that."
        ),
    )
    source_locator = forms.CharField(
        label=gettext_lazy("Where in it"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A column in braces puts in its cell: id {mme_id}"),
    )
    source_claims = forms.CharField(
        label=gettext_lazy("What it is cited for"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Divided by semicolons: date; participants. Empty: everything."),
    )
    source_title = forms.CharField(
        label=gettext_lazy("Title, if it is not stored yet"), required=False, max_length=300
    )
    source_type = forms.ChoiceField(label=gettext_lazy("Type of a new source"), required=False)

    def __init__(self, *args, kind, columns: Sequence[str], kept: dict, constants: int, **kwargs):
        super().__init__(*args, **kwargs)
        names = [("", "—"), *((name, name) for name in columns)]
        self.fields["country_year"].choices = names
        self.fields["source_key"].widget.attrs["list"] = "import-sources"
        source = get_kind("source").field["type"].type.choices
        self.fields["source_type"].choices = [("", "—"), *source]
        self.kept, self.keys, self.groups, self.constants = kept, [], [], []
        if "key" not in kept:
            self.keys = self._several("key", _("made of"), names)
        else:
            del self.fields["key_prefix"]
        if "group_by" not in kept:
            self.groups = self._several("group", _("column"), names)
        fields = [("", "—"), *((f.name, str(f.label)) for f in kind.fields)]
        for number in range(constants):
            self.fields[f"constant_{number}"] = forms.ChoiceField(choices=fields, required=False)
            self.fields[f"text_{number}"] = forms.CharField(required=False, max_length=300)
            labels = {"constant": _("Field %(n)s"), "text": _("Value %(n)s")}
            for stem, label in labels.items():
                name = f"{stem}_{number}"
                self.fields[name].widget.attrs["aria-label"] = label % {"n": number + 1}
            self.constants.append((f"constant_{number}", f"text_{number}"))

    def _several(self, stem: str, label: str, choices: list) -> list[str]:
        found = []
        for number in range(MOST_COLUMNS):
            name = f"{stem}_{number}"
            self.fields[name] = forms.ChoiceField(choices=choices, required=False)
            self.fields[name].widget.attrs["aria-label"] = f"{label} {number + 1}"
            found.append(name)
        return found

    @property
    def general(self) -> list:
        """Return the fields of the table as such."""
        return [self[name] for name in GENERAL]

    @property
    def cited(self) -> list:
        """Return the fields of the source."""
        return [self[name] for name in self.fields if name.startswith("source_")]

    @property
    def key_fields(self) -> list:
        """Return the fields of the columns that make the key."""
        return [self[name] for name in self.keys]

    @property
    def group_fields(self) -> list:
        """Return the fields of the columns by which rows belong together."""
        return [self[name] for name in self.groups]

    @property
    def constant_fields(self) -> list:
        """Return (field, text) of what is the same for all records."""
        return [(self[name], self[text]) for name, text in self.constants]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Return key and title of sources to be offered."""
        found = Record.objects.filter(kind="source").order_by("-changed")
        return list(found.values_list("key", "title")[:SOURCES_OFFERED])

    def tell_gaps(self, gaps: dict[str, int]) -> None:
        """Tell at the fields for it in how many of the first rows a part of dates is missing."""
        for part, number in gaps.items():
            field = self[f"without_{part}"]
            text = ngettext(
                "Here in %(number)s row at least.", "Here in %(number)s rows at least.", number
            )
            field.help_text = f"{field.help_text} {text % {'number': number}}"

    def clean(self):
        """Find the source by its key or title, and check the fields that go together."""
        data = super().clean()
        title = data.get("source_title", "")
        if data.get("source_key"):
            try:
                data["source_key"] = _source(data["source_key"], title)
            except ValueError as error:
                self.add_error("source_key", str(error))
        elif title and "source_key" not in self.errors:
            data["source_key"] = titles_of("source").get(fold(title)) or key_for("source", title)
        elif any(data.get(field.name) for field in self.cited):
            self.add_error("source_key", _("Say which source this is about."))
        self._check_new_source(data, title)
        for name, text in self.constants:
            if data.get(name) and not data.get(text):
                self.add_error(text, _("Write the value."))
            elif data.get(text) and not data.get(name):
                self.add_error(name, _("Choose the field."))
        return data

    def _check_new_source(self, data: dict, title: str) -> None:
        key = data.get("source_key")
        if title and key and not data.get("source_type") and not is_stored(key):
            message = _("Choose what it is: the source is not stored yet.")
            self.add_error("source_type", message)

    @property
    def head(self) -> dict[str, Any]:
        """Return what ``heads.with_head`` takes."""
        data = self.cleaned_data
        found = {name: data[name] for name in self.fields if name in data}
        found["key_columns"] = [data[name] for name in self.keys if data[name]]
        found["group_by"] = [data[name] for name in self.groups if data[name]]
        pairs = [(data[name], data[text]) for name, text in self.constants if data[name]]
        return found | {"constants": pairs}


def _source(text: str, title: str) -> str:
    """Return the key of a source by its key or title, or the key of one to be made."""
    if Record.objects.filter(kind="source", key=text).exists():
        return text
    titles = titles_of("source")
    if fold(text) in titles:
        return titles[fold(text)]
    if title and re.fullmatch(KEY_PATTERN, text):
        return text
    if title:
        raise ValueError(_("The key of a new source has small letters, digits and hyphens."))
    close = difflib.get_close_matches(fold(text), titles, n=3, cutoff=0.4)
    message = _("No source has this key or title.")
    if close:
        keys = ", ".join(titles[name] for name in close)
        message += " " + _("Nearest: %(names)s.") % {"names": keys}
    raise ValueError(f"{message} {_('Or write the title of a new one below.')}")
