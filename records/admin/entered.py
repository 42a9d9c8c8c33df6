"""From what was typed to a document, and from its faults back to where they were typed."""

from dataclasses import dataclass, field
from typing import Any

from records import refs
from records.documents import blank
from records.faults import Fault
from records.keys import propose
from records.kinds import CITATIONS, Kind


@dataclass
class Entered:
    """A document as it was typed, and the form in which each of its items stood."""

    document: dict
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    def errors(self, faults) -> dict[str, list[tuple[str | None, str]]]:
        """Return prefix of a form ("" for the record's own) -> its errors."""
        found: dict[str, list] = {}
        for fault in faults:
            prefix, name, message = self._place(fault)
            found.setdefault(prefix, []).append((name, message))
        return found

    def _place(self, fault: Fault) -> tuple[str, str | None, str]:
        parts = fault.path.split("/")
        message = f"{fault.message} {fault.hint}".strip()
        prefix = self.places.get(tuple(parts[:2]))
        if prefix is None:
            known = len(parts) == 1
            return "", fault.path if known else None, message if known else _at(parts, message)
        message = _at(parts[3:], message) if len(parts) > 3 else message
        return prefix, parts[2] if len(parts) > 2 else None, message


def _at(parts: list[str], message: str) -> str:
    place = "/".join(parts)
    return f"{place}: {message}" if place else message


def entered(kind: Kind, stored: dict | None, form: Any, formsets) -> Entered:
    """Return the document that the cleaned forms make; lists without a form stay as stored."""
    data = form.cleaned_data
    key = stored["key"] if stored else data.get("key") or propose(data["title"], kind.name)
    document = blank(kind, key)
    if stored:
        document["lists"].update(stored["lists"])
        document.update({k: v for k, v in stored.items() if k == CITATIONS})
        document["fields"].update(stored["fields"])
    names = [f.name for f in kind.fields if f.name in data]
    document["fields"].update({name: data[name] for name in names})
    result = Entered(document)
    for formset in formsets:
        _read_list(result, kind, formset)
    return result


def _read_list(result: Entered, kind: Kind, formset: Any) -> None:
    name = formset.prefix
    forms = formset.filled()
    items = [_item(kind.lists[name], form) for form in forms]
    refs.fill(name, items)
    holder = result.document if name == CITATIONS else result.document["lists"]
    holder[name] = items
    for form, item in zip(forms, items, strict=True):
        result.places[name, item["ref"]] = form.prefix


def _item(item_list, form: Any) -> dict:
    data = form.cleaned_data
    values = {f.name: data[f.name] for f in item_list.fields if f.name in data}
    return {"ref": data.get("ref") or "", **values}
