"""The model field for an uncertain date, and the form field that takes what people type.

    date = UncertainDateField(_("date"), blank=True)

adds three columns: `date` (EDTF text, "" when absent), and `date_earliest` and `date_latest`,
the first and last possible day, null where there is none. The two are worked out from the text
in `pre_save`, so that save, bulk_create and every INSERT that Django compiles store them
rightly. `QuerySet.update` and `bulk_update` call no `pre_save`: give them `columns(...)`.
"""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import class_prepared, pre_save

from .days import plain_days
from .edtf import MAX_LENGTH, bounds, parse
from .errors import DateError
from .typed import TYPED_LENGTH, understand

ENDS = ("earliest", "latest")


def columns(name: str, text: str) -> dict[str, str | date | None]:
    """The three column values of a date, as `QuerySet.update` wants them. Raises DateError."""
    text = _canonical(text)
    return {name: text} | {
        f"{name}_{end}": day for end, day in zip(ENDS, bounds(text), strict=True)
    }


def _canonical(value) -> str:
    if isinstance(value, datetime | date):
        return understand(value)
    if isinstance(value, str) and plain_days(value):
        return value
    return parse(value).text if value else ""


class UncertainDateFormField(forms.CharField):
    """Takes typed dates ("Nov 2018"), gives EDTF; `order` as in `understand`."""

    def __init__(self, *, order: str | None = None, **kwargs):
        self.order = order
        # What is typed is longer than what is kept.
        kwargs["max_length"] = TYPED_LENGTH
        super().__init__(**kwargs)

    def to_python(self, value) -> str:
        """EDTF text, "" for nothing. Raises ValidationError with DateError's sentence."""
        try:
            return understand(value, self.order)
        except DateError as error:
            raise ValidationError(str(error), code="invalid_date") from error

    def has_changed(self, initial, data) -> bool:
        """Whether another date was typed; "Nov 2018" over 2018-11 is no change."""
        try:
            return (initial or "") != self.to_python(data)
        except ValidationError:
            return True


class DateBoundField(models.DateField):
    """The first or last possible day of the UncertainDateField named `of`; never set by hand."""

    def __init__(self, *args, of: str = "", end: str = "earliest", **kwargs):
        self.of, self.end = of, end
        kwargs |= {"null": True, "blank": True, "editable": False}
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """As Django asks; without what is always so."""
        name, path, args, kwargs = super().deconstruct()
        for always in ("null", "blank", "editable"):
            del kwargs[always]
        if kwargs.pop("db_index", False) is False:
            kwargs["db_index"] = False
        return name, path, args, kwargs | {"of": self.of, "end": self.end}

    def contribute_to_class(self, cls, name, private_only=False):
        """Take the place of a twin: Django's table rebuilds list both ours and a copy."""
        meta = cls._meta
        meta.local_fields = [field for field in meta.local_fields if field.name != name]
        super().contribute_to_class(cls, name, private_only=private_only)

    def pre_save(self, model_instance, add):
        """The day, worked out from the text."""
        day = bounds(_canonical(getattr(model_instance, self.of)))[ENDS.index(self.end)]
        setattr(model_instance, self.attname, day)
        return day


class UncertainDateField(models.CharField):
    """Canonical EDTF text with two companion columns (see the module).

    `companions=False`, which migrations and clones carry, adds none: there they are listed.
    """

    def __init__(self, *args, companions: bool = True, **kwargs):
        self.companions = companions
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """As Django asks."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"companions": False}

    def contribute_to_class(self, cls, name, private_only=False):
        """Add the companions; on an abstract model, each concrete child gets its own."""
        super().contribute_to_class(cls, name, private_only)
        if not self.companions or cls._meta.abstract:
            return
        for end in ENDS:
            cls.add_to_class(f"{name}_{end}", DateBoundField(of=name, end=end))

    def to_python(self, value):
        """Canonical EDTF; a date object is taken too. Raises ValidationError."""
        try:
            return _canonical(value)
        except DateError as error:
            raise ValidationError(str(error), code="invalid_date") from error

    def get_prep_value(self, value):
        """The value as it is: a lookup (`date__startswith="2020-"`) need not be a date."""
        return models.Field.get_prep_value(self, value)

    def pre_save(self, model_instance, add):
        """The canonical text. Raises DateError rather than store anything else."""
        text = _canonical(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, text)
        return text

    def formfield(self, **kwargs):
        """A field that takes typed dates."""
        return super().formfield(**{"form_class": UncertainDateFormField} | kwargs)


def _bounds_of(model) -> list[DateBoundField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, DateBoundField)]


def _refuse_half(sender, update_fields=None, **kwargs):
    """`save(update_fields=["date"])` would leave the two days as they were: refuse it."""
    for field in _bounds_of(sender) if update_fields else ():
        if field.of in update_fields and field.name not in update_fields:
            raise ValueError(f"update_fields has {field.of} without {field.name}")


def _watch(sender, **kwargs):
    # Not in contribute_to_class: a model that inherits the table of another is saved as itself.
    if _bounds_of(sender):
        pre_save.connect(_refuse_half, sender=sender)


class_prepared.connect(_watch)
