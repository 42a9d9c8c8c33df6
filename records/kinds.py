"""The kinds of record: which fields and lists the document of each has.

A kind names model fields; what type each has, what it is called and how it is explained comes from
the model alone, so that nothing is said twice.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.core.validators import MinValueValidator
from django.db import models

from records import types
from records.dates import UncertainDateField
from records.text import KEY_PATTERN

CITATIONS = "citations"
_KEY = re.compile(KEY_PATTERN)


@dataclass(frozen=True)
class Field:
    """One field of a document or of a list item: its name, its type, its model field."""

    name: str
    type: types.Type
    model_field: models.Field
    required: bool

    @property
    def label(self) -> str:
        """Return the field's name as a person reads it."""
        return self.model_field.verbose_name

    @property
    def help(self) -> str:
        """Return the model field's help text."""
        return self.model_field.help_text

    @property
    def is_many(self) -> bool:
        """Tell whether the value lives in a table of its own, not in a column."""
        return self.model_field.many_to_many


def references_of(fields: Iterable[Field]) -> tuple[tuple[str, str, bool], ...]:
    """Return (name, target, whether several) of the fields that refer to things elsewhere."""
    return tuple(
        (f.name, f.type.target, isinstance(f.type, types.Refs))
        for f in fields
        if isinstance(f.type, types.Ref | types.Refs)
    )


def required_of(fields: Iterable[Field]) -> frozenset[str]:
    """Return the names of the fields that must be given; what is yes or no always is."""
    return frozenset(f.name for f in fields if f.required and f.type.name != "bool")


def target_of(model: type[models.Model]) -> str:
    """Return the name under which things of ``model`` are referred to, e.g. ``country``."""
    return model._meta.model_name


def type_of(model_field: models.Field) -> types.Type:
    """Return the document type for a model field; raise ``TypeError`` for one without any."""
    if isinstance(model_field, UncertainDateField):
        return types.Date()
    if model_field.many_to_many:
        related = model_field.related_model
        if issubclass(related, _list_item()):
            return types.LocalRefs(target=model_field.name)
        return types.Refs(target=target_of(related))
    if isinstance(model_field, models.ForeignKey):
        return types.Ref(target=target_of(model_field.related_model))
    return _plain_type(model_field)


def _plain_type(model_field: models.Field) -> types.Type:
    if model_field.choices:
        return types.Choice(choices=tuple(model_field.choices))
    if isinstance(model_field, models.BooleanField):
        return types.Bool()
    if isinstance(model_field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
        return types.Int(least=_least(model_field), most=_most(model_field))
    if isinstance(model_field, models.JSONField):
        return types.Claims() if model_field.name == "claims" else types.Texts()
    if isinstance(model_field, models.TextField):
        return types.LongText()
    if isinstance(model_field, models.URLField):
        return types.Url(max_length=model_field.max_length)
    if isinstance(model_field, models.CharField):
        return types.Type(max_length=model_field.max_length)
    raise TypeError(f"{model_field} has no type in a document")


def _least(model_field: models.Field) -> int:
    limits = [v.limit_value for v in model_field.validators if isinstance(v, MinValueValidator)]
    return max([0, *limits])


def _most(model_field: models.Field) -> int:
    return 32_767 if isinstance(model_field, models.PositiveSmallIntegerField) else 2_147_483_647


def _list_item():
    from records.models import ListItem  # models import this module

    return ListItem


def fields_of(model: type[models.Model], names=None) -> tuple[Field, ...]:
    """Return the document fields of ``model``: those named, or all that an item has."""
    if names is None:
        hidden = {"id", "record", "ref"}
        own = [*model._meta.concrete_fields, *model._meta.many_to_many]
        names = [f.name for f in own if f.name not in hidden and f.editable]
        order = getattr(model, "field_order", None)
        names = list(order) if order else names
    return tuple(
        Field(name, type_of(f), f, not f.blank)
        for name, f in ((n, model._meta.get_field(n)) for n in names)
    )


class WithFields:
    """What follows from the ``fields`` that a kind, or an item of a list, has."""

    fields: tuple[Field, ...]

    @cached_property
    def field(self) -> dict[str, Field]:
        """Return the fields by name."""
        return {f.name: f for f in self.fields}

    @cached_property
    def references(self) -> tuple[tuple[str, str, bool], ...]:
        """Return what its fields refer to, as ``references_of`` does."""
        return references_of(self.fields)

    @cached_property
    def empty(self) -> dict:
        """Return the value of each field that stands for nothing; it is copied, never changed."""
        return {f.name: f.type.empty for f in self.fields}

    @cached_property
    def several(self) -> tuple[str, ...]:
        """Return the names of the fields that hold a list."""
        return tuple(f.name for f in self.fields if isinstance(f.type, types.Several))

    @cached_property
    def required(self) -> frozenset[str]:
        """Return the names of the fields that must be given."""
        return required_of(self.fields)


@dataclass(frozen=True)
class List(WithFields):
    """One list of a document: its name and the model of its items."""

    name: str
    model: type[models.Model]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields of an item, without its ref."""
        return fields_of(self.model)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return all names that an item may have, its ref included."""
        return frozenset(("ref", *self.field))

    @property
    def label(self) -> str:
        """Return the list's name as a person reads it."""
        return self.model._meta.verbose_name_plural


@dataclass(frozen=True)
class Kind(WithFields):
    """One kind of record.

    ``field_names`` and ``list_models`` define its document; ``period(document)`` returns the EDTF
    text by which its records stand in time; ``involves`` are the paths under which countries and
    groupings take part (``participants/*/country``); ``checks(document)`` yield faults;
    ``numbered`` names the field of the line that its records follow one another in, and that of
    their number there.
    """

    name: str
    model: type[models.Model]
    field_names: tuple[str, ...]
    list_models: dict[str, type[models.Model]]
    involves: tuple[str, ...] = ()
    period: Callable[[dict], str | None] = lambda document: None
    checks: tuple[Callable, ...] = field(default=())
    numbered: tuple[str, str] | None = None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields in the order of the document."""
        return fields_of(self.model, self.field_names)

    @cached_property
    def lists(self) -> dict[str, List]:
        """Return the lists by name, citations last where the kind has them."""
        return {name: List(name, model) for name, model in self.list_models.items()}

    @cached_property
    def own_lists(self) -> dict[str, List]:
        """Return the lists by name but for the citations."""
        return {name: found for name, found in self.lists.items() if name != CITATIONS}

    @property
    def cited(self) -> bool:
        """Tell whether records of this kind carry citations; sources do not."""
        return CITATIONS in self.list_models

    @property
    def label(self) -> str:
        """Return the kind's name as a person reads it."""
        return self.model._meta.verbose_name

    def type_at(self, path: str) -> types.Type | None:
        """Return the type at a path, ``None`` for a list item as a whole; raise ``KeyError``."""
        return self._find_type(path)

    @cached_property
    def _find_type(self) -> Callable[[str], types.Type | None]:
        # The same paths come in document after document.
        return lru_cache(maxsize=4096)(self._type_at)

    def _type_at(self, path: str) -> types.Type | None:
        parts = path.split("/")
        if len(parts) == 1:
            return self.field[path].type
        if parts[0] == CITATIONS or len(parts) > 3 or not _KEY.fullmatch(parts[1]):
            raise KeyError(path)
        items = self.lists[parts[0]]
        return None if len(parts) == 2 else items.field[parts[2]].type


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make ``kind`` known under its name and return it."""
    _kinds[kind.name] = kind
    return kind


def get_kind(name: str) -> Kind:
    """Return the kind called ``name``; raise ``KeyError``."""
    return _kinds[name]


def kinds() -> tuple[Kind, ...]:
    """Return all kinds in the order in which they were registered."""
    return tuple(_kinds.values())
