"""The form of a mapping: what each column of a foreign table is, and what holds for all rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from exchange.admin.mapping_head import CONSTANTS, HeadForm
from exchange.mapping.foreign import is_ignored
from exchange.mapping.giving import UseError, given
from exchange.mapping.heads import head_of, with_head
from exchange.mapping.reads import columns_read
from exchange.mapping.samples import Column
from exchange.mapping.taking import taken
from exchange.mapping.uses import KEPT, LEAVE, Use, codes, destinations
from exchange.problems import Problem
from exchange.sheets import sheets
from records.kinds import get_kind

# Columns that the form shows; Django takes 1,000 fields in one form.
MOST_ROWS = 200
# Columns left out that stand among the others.
MOST_LEFT = 6


class UseForm(forms.Form):
    """What one column is."""

    to = forms.ChoiceField(required=False)
    codes = forms.ChoiceField(required=False)
    separator = forms.CharField(required=False, max_length=5, strip=False)
    word = forms.CharField(required=False, max_length=100)

    def __init__(self, *args, column: str, choices: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices
        self.fields["codes"].choices = codes()
        labels = {
            "to": _("%(column)s goes to"),
            "codes": _("Countries in %(column)s are written in"),
            "separator": _("Parts of %(column)s are divided by"),
            "word": _("Scheme, or our word for a yes in %(column)s"),
        }
        for name, label in labels.items():
            self.fields[name].widget.attrs["aria-label"] = label % {"column": column}
        for name in ("separator", "word"):
            self.fields[name].widget.attrs["size"] = 4 if name == "separator" else 12

    @property
    def use(self) -> Use:
        """Return what was chosen."""
        data = self.cleaned_data
        separator = data["separator"].strip() or data["separator"]
        return Use(data["to"], data["codes"], separator, data["word"])


@dataclass
class ColumnRow:
    """A column as the page shows it: its heading, some of its values, what is asked, what is wrong.

    ``is_missing``: the profile reads it, but the table does not have it. ``is_passed``: the text of
    the profile leaves it out by a mark such as *, unless it is said here where it goes.
    """

    column: Column
    form: UseForm
    is_missing: bool = False
    is_passed: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_left(self) -> bool:
        """Tell whether nothing of it is imported."""
        to = self.form["to"].value() or ""
        return to == LEAVE or (self.is_passed and not to)

    @property
    def has_details(self) -> bool:
        """Tell whether it is said how the column is read."""
        fields = [self.form[name] for name in ("codes", "separator", "word")]
        return any(field.value() or field.errors for field in fields)


class MappingForm:
    """A profile as a form: its head and a row for each column; what it cannot say is ``rest``."""

    def __init__(self, tables: dict, columns: Sequence[Column], data=None):
        self.kind = get_kind(sheets()[tables["sheet"]].kind)
        head, rest = head_of(tables, self.kind)
        there = [column.name for column in columns]
        missing = sorted(columns_read(tables) - set(there))
        self.order = [*there, *missing]
        self.uses, self.rest = taken(rest, self.kind, self.order)
        shown = [*columns, *(Column(name, (), 0) for name in missing)][:MOST_ROWS]
        self.beyond = len(self.order) - len(shown)
        self.head = HeadForm(
            data,
            initial=_initial(head),
            kind=self.kind,
            columns=self.order,
            kept=self.rest,
            constants=max(CONSTANTS, len(head["constants"]) + 1),
        )
        kept = columns_read(self.rest)
        self.rows = [
            self._row(number, column, data, column.name in kept)
            for number, column in enumerate(shown)
        ]
        for row in self.rows:
            row.is_missing = row.column.name in missing

    def _row(self, number: int, column: Column, data, is_kept: bool) -> ColumnRow:
        use = self.uses.get(column.name) or Use(KEPT if is_kept else "")
        choices = [("", _("— choose —")), (LEAVE, _("Leave out"))]
        if is_kept:
            choices.append((KEPT, _("As the text says below")))
        choices += destinations(self.kind)
        initial = {"to": use.to, "codes": use.codes, "separator": use.separator, "word": use.word}
        form = UseForm(
            data, initial=initial, prefix=f"c{number}", column=column.name, choices=choices
        )
        return ColumnRow(column, form, is_passed=is_ignored(self.rest.get("ignore"), column.name))

    @property
    def aside(self) -> list[ColumnRow]:
        """Return the columns that are left out, where they are many and nothing is wrong there."""
        rows = [row for row in self.rows if row.is_left and not (row.problems or row.form.errors)]
        return rows if len(rows) > MOST_LEFT else []

    @property
    def in_sight(self) -> list[ColumnRow]:
        """Return the other columns."""
        aside = {id(row) for row in self.aside}
        return [row for row in self.rows if id(row) not in aside]

    @property
    def faults(self) -> list[tuple[str, list[str]]]:
        """Return what is wrong at columns, each with the names of those of which it is said."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for problem in row.problems:
                found.setdefault(problem.message, []).append(row.column.name)
        return list(found.items())

    @property
    def left(self) -> list[str]:
        """Return the names of the columns that are left out."""
        return [row.column.name for row in self.rows if row.is_left]

    @property
    def said_in_text(self) -> list[str]:
        """Return the parts of the profile that only its text can say."""
        return [*_said(self.rest)]

    def is_valid(self) -> bool:
        """Tell whether all that was posted can be meant."""
        good = self.head.is_valid()
        wrong = [row for row in self.rows if not row.form.is_valid()]
        return good and not wrong

    def tables(self) -> dict | None:
        """Return the tables of the profile that was posted; None with errors at their fields."""
        if not self.is_valid():
            return None
        uses = {row.column.name: row.form.use for row in self.rows}
        uses |= {name: use for name, use in self.uses.items() if name not in uses}
        unsaid = {name for name, use in uses.items() if not use.to}
        uses = {name: use for name, use in uses.items() if use.to not in ("", KEPT)}
        ignored = [name for name in self.rest.get("ignore", ()) if name not in unsaid]
        try:
            found = given(uses, {**self.rest, "ignore": ignored}, self.kind)
        except UseError as error:
            self._tell(error)
            return None
        for name, text in self.head.head["constants"]:
            if name in found.get("columns", {}):
                self.head.add_error(None, _("“%(text)s”: a column goes there.") % {"text": text})
                return None
        return with_head(self.head.head, found)

    def _tell(self, error: UseError) -> None:
        row = next((row for row in self.rows if row.column.name == error.column), None)
        if row is None:
            self.head.add_error(None, f"{error.column}: {error}")
        else:
            row.form.add_error("to", str(error))


def _initial(head: dict) -> dict:
    found = {name: value for name, value in head.items() if not isinstance(value, list)}
    for stem, name in (("key", "key_columns"), ("group", "group_by")):
        found |= {f"{stem}_{number}": column for number, column in enumerate(head.get(name, ()))}
    for number, (name, text) in enumerate(head["constants"]):
        found |= {f"constant_{number}": name, f"text_{number}": text}
    return found


def _said(rest: dict) -> Iterator[str]:
    yield from (f"columns.{name}" for name in rest.get("columns", {}))
    for items in rest.get("items", ()):
        yield f"items: {items.get('list', '')}"
    yield from (f"identifiers.{name}" for name in rest.get("identifiers", {}))
    yield from (f"values.{name}" for name in rest.get("values", {}))
    source = rest.get("source", {})
    yield from (f"source.{name}" for name in source if name != "record")
    yield from (f"source.record.{name}" for name in source.get("record", {}))
    told = {"sheet", "columns", "items", "identifiers", "values", "source", "ignore"}
    yield from (name for name in rest if name not in told)
    yield from (f"ignore: {name}" for name in rest.get("ignore", ()) if {"*", "?", "["} & set(name))
