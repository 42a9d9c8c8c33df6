"""What keys are called, and what a document's values are in words; few queries for a whole page."""

from typing import Any

from django.utils.translation import gettext as _

from records.dates import display
from records.documents import items_of
from records.kinds import CITATIONS, Field, Kind
from records.types import LocalRefs, Ref, Refs

_SHOWN_OF_ITEM = 2


class Names:
    """Labels of what pages refer to: keys are noted first, then read in one query per model."""

    def __init__(self):
        self._wanted: dict[type, set[str]] = {}
        self._known: dict[type, dict[str, str]] = {}

    def want(self, model: type, keys) -> None:
        """Note keys whose labels will be asked for."""
        self._wanted.setdefault(model, set()).update(str(key) for key in keys if key)

    def of(self, model: type, key: str) -> str:
        """Return what ``key`` is called, or the key itself where nothing has it."""
        known = self._known.setdefault(model, {})
        if key not in known:
            self.want(model, [key])
            wanted = {k for k in self._wanted.pop(model) if k not in known and "\x00" not in k}
            known.update({k: k for k in wanted})
            known.update({k: str(thing) for k, thing in model.objects.in_bulk(wanted).items()})
        return known.get(key, key)

    def want_document(self, kind: Kind, document: dict) -> None:
        """Note all keys that a document holds, those in claims included."""
        self._want_fields(kind.fields, document["fields"])
        for name, item_list in kind.lists.items():
            for item in items_of(document, name):
                self._want_fields(item_list.fields, item)
        for citation in document.get(CITATIONS, []):
            for path, claim in citation.get("claims", {}).items():
                self._want_value(field_at(kind, path), claim)

    def _want_fields(self, fields, values: dict) -> None:
        for field in fields:
            self._want_value(field, values.get(field.name))

    def _want_value(self, field: Field | None, value: Any) -> None:
        if isinstance(value, dict):
            value = value.get("denies")
        model = model_of(field)
        if model and isinstance(value, str | list):
            self.want(model, [value] if isinstance(value, str) else value)


def model_of(field: Field | None) -> type | None:
    """Return the model whose keys a field holds, or None."""
    refers = field and isinstance(field.type, Ref | Refs) and not isinstance(field.type, LocalRefs)
    return field.model_field.related_model if refers else None


def field_at(kind: Kind, path: str) -> Field | None:
    """Return the field at a path; None for a list item as a whole and for what is not known."""
    name, *rest = path.split("/")
    if not rest:
        return kind.field.get(name)
    item_list = kind.lists.get(name)
    return item_list.field.get(rest[1]) if item_list and len(rest) > 1 else None


class Words:
    """Values, items, claims and places of one kind's documents, as a person reads them."""

    def __init__(self, kind: Kind, names: Names):
        self.kind, self.names = kind, names

    def value(self, field: Field | None, value: Any) -> str:
        """Return a value in words; "" for nothing."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None or value == [] or value == {}:
            return ""
        members = value if isinstance(value, list) else [value]
        return ", ".join(self._one(field, member) for member in members)

    def _one(self, field: Field | None, value: Any) -> str:
        model = model_of(field)
        if model and isinstance(value, str):
            return self.names.of(model, value)
        if field and field.type.name == "date" and isinstance(value, str):
            return display(value)
        if field and field.type.name == "choice":
            return str(dict(field.type.choices).get(value, value))
        return str(value)

    def claim(self, path: str, claim: Any) -> str:
        """Return what a source says at a path, in words."""
        field = field_at(self.kind, path)
        if isinstance(claim, dict) and "mentions" in claim:
            return _("mentions it")
        if isinstance(claim, dict):
            denied = claim.get("denies")
            return _("denies %(value)s") % {
                "value": _("it") if denied is True else self.value(field, denied)
            }
        return self.value(field, claim)

    def item(self, name: str, item: dict) -> str:
        """Return a list item in a few words: its first values."""
        fields = self.kind.lists[name].fields
        shown = [self.value(f, item[f.name]) for f in fields if item.get(f.name)]
        return ", ".join(shown[:_SHOWN_OF_ITEM]) or item.get("ref", "")

    def label(self, document: dict, place) -> str:
        """Return the name of a place: "date", "participants: Australia, personnel"."""
        name, *rest = place
        if not rest:
            return str(self.kind.field[name].label) if name in self.kind.field else name
        item_list = self.kind.lists.get(name)
        if item_list is None:
            return "/".join(place)
        item = next((i for i in items_of(document, name) if i["ref"] == rest[0]), None)
        parts = [self.item(name, item) if item else rest[0]]
        if len(rest) > 1:
            field = item_list.field.get(rest[1])
            parts.append(str(field.label) if field else rest[1])
        if len(rest) > 2:
            parts.append(self.label(document, rest[2].split("/")))
        return f"{item_list.label}: {', '.join(parts)}"


def names_for(request) -> Names:
    """Return the labels of one request, the same each time."""
    if not hasattr(request, "record_names"):
        request.record_names = Names()
    return request.record_names
