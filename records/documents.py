"""Documents: a record as plain data, and its one normal form. Nothing here needs a database."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from records import claims as claim_rules
from records import refs
from records.faults import Fault, Faults
from records.kinds import CITATIONS, Kind, get_kind
from records.text import natural
from records.types import Key, Resolve, same
from records.upgrade import SCHEMA, upgrade

_KEY = Key()


def blank(kind: Kind, key: str = "") -> dict:
    """Return an empty document of ``kind``, in normal form but for what is required."""
    fields = kind.empty.copy()
    for name in kind.several:
        fields[name] = []
    document = {
        "schema": SCHEMA,
        "kind": kind.name,
        "key": key,
        "fields": fields,
        "lists": {name: [] for name in kind.own_lists},
    }
    if kind.cited:
        document[CITATIONS] = []
    return document


def canonical(document: dict) -> str:
    """Return the one text of a document in normal form; equal documents have equal texts."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def items_of(document: dict, name: str) -> list[dict]:
    """Return the items of one list of a document, citations included."""
    return document.get(name, []) if name == CITATIONS else document["lists"].get(name, [])


def copied(part: Any) -> Any:
    """Return a copy of a document, or of a part of one, that shares nothing that can change."""
    if isinstance(part, dict):
        return {name: copied(value) for name, value in part.items()}
    return [copied(value) for value in part] if isinstance(part, list) else part


class Cleaner:
    """Cleans values, and remembers what it has cleaned: most columns repeat themselves.

    For one batch of documents; ``resolve(target, text)`` gives the keys of references.
    """

    MOST = 50_000
    # Types whose values seldom come twice.
    ALONE = ("text", "long", "claims")

    def __init__(self, resolve: Resolve = same):
        self.resolve = resolve
        self._cleaned: dict = {}
        self._said: dict = {}

    def clean(self, field, value: Any) -> Any:
        """Return ``value`` in the normal form of ``field``; raise ``ValueError``, a sentence."""
        if value is None:
            return field.type.empty
        return self._once(self._cleaned, field.type, value, field.type.clean)

    def said(self, of_type, value: Any) -> Any:
        """Return what a source says in normal form, as ``claims.as_said`` does."""
        return self._once(self._said, of_type, value, partial(claim_rules.as_said, of_type))

    def _once(self, known: dict, of_type, value: Any, clean: Callable) -> Any:
        if of_type is None or of_type.name in self.ALONE:
            return clean(value, self.resolve)
        given = tuple(value) if isinstance(value, list) else value
        # 1 and True are one to a dict, but not to a document.
        key = (id(of_type), given.__class__, given)
        try:
            found = known.get(key)
        except TypeError:
            return clean(value, self.resolve)
        if found is None:
            found = clean(value, self.resolve)
            if len(known) < self.MOST:
                known[key] = found
        return list(found) if isinstance(found, list) else found


def normal(document: dict, resolve: Resolve = same, cleaner: Cleaner | None = None) -> dict:
    """Return ``document`` in normal form, references resolved by ``resolve(target, text)``.

    ``cleaner`` is given where many documents are read in turn. Raises ``Faults`` with everything
    that is wrong, each at its path.
    """
    reader = _Reader(cleaner or Cleaner(resolve))
    result = reader.read(document)
    if reader.faults:
        raise Faults(reader.faults)
    return result


def partly(document: dict, cleaner: Cleaner) -> dict | None:
    """Return what can be read of a document with faults, in normal form; what is wrong is empty.

    Its citations are left out: what they say rests on the rest. Returns ``None`` where it has not
    the shape of a document.
    """
    found = _Reader(cleaner).read(document)
    if found and CITATIONS in found:
        found[CITATIONS] = []
    return found


class _Reader:
    """Reads one document and collects its faults, so that all are told at once."""

    def __init__(self, cleaner: Cleaner):
        self.cleaner = cleaner
        self.faults: list[Fault] = []
        self.key = ""

    def fault(self, path: str, error, value: Any = None, hint: str = "") -> None:
        self.faults.append(
            Fault(path, str(error), value, hint or getattr(error, "hint", ""), self.key)
        )

    def read(self, document: dict) -> dict | None:
        kind = self._kind(document)
        if kind is None:
            return None
        document = upgrade(document)
        if not self._has_shape(kind, document):
            return None
        result = blank(kind, self.key)
        result["fields"] = self._fields(kind.fields, document.get("fields", {}), "")
        for name, item_list in kind.lists.items():
            holder = result if name == CITATIONS else result["lists"]
            holder[name] = self._items(item_list, items_of({"lists": {}, **document}, name))
        sure = _without_faulty(result, self.faults)
        found = claim_rules.settle(kind, result, self.cleaner.said, sure)
        found += [fault for check in kind.checks for fault in check(result)]
        if self.faults:
            # What a faulty value leads to is noise; a path is wrong whatever the values.
            unknown = {fault.path for fault in claim_rules.unknown_paths(kind, result)}
            wrong = [fault.path.split("/") for fault in self.faults]
            found = [f for f in found if f.path in unknown or not _follows(f.path, wrong)]
        self.faults += [fault.of(self.key) for fault in found]
        return result

    def _kind(self, document: dict) -> Kind | None:
        if not isinstance(document, dict):
            self.fault("", _("This is not a document."))
            return None
        try:
            self.key = _KEY.clean(document.get("key"))
        except ValueError as error:
            self.fault("key", error, document.get("key"))
        try:
            return get_kind(document.get("kind"))
        except (KeyError, TypeError):
            self.fault("kind", _("There is no such kind of record."), document.get("kind"))
            return None

    def _has_shape(self, kind: Kind, document: dict) -> bool:
        parts = {"schema", "kind", "key", "fields", "lists"}
        self._unknown(document, parts | {CITATIONS} if kind.cited else parts, "")
        if document.get("schema", SCHEMA) != SCHEMA:
            self.fault("schema", _("This schema is not known here."), document["schema"])
            return False
        for part, shape in (("fields", dict), ("lists", dict), (CITATIONS, list)):
            if not isinstance(document.get(part, shape()), shape):
                self.fault(part, _("This part of the document has the wrong shape."))
                return False
        self._unknown(document.get("fields", {}), kind.field, "")
        self._unknown(document.get("lists", {}), kind.lists.keys() - {CITATIONS}, "")
        return True

    def _unknown(self, given: dict, known, prefix: str) -> None:
        for name in given:
            if name not in known:
                hint = _("Known here: %(names)s.") % {"names": ", ".join(sorted(known))}
                self.fault(f"{prefix}{name}", _("There is no such field."), given[name], hint)

    def _fields(self, fields, given: dict, prefix: str) -> dict:
        return {f.name: self._value(f, given.get(f.name), f"{prefix}{f.name}") for f in fields}

    def _value(self, field, value: Any, path: str) -> Any:
        try:
            cleaned = self.cleaner.clean(field, value)
        except ValueError as error:
            self.fault(path, error, value)
            return field.type.empty
        if field.required and cleaned == field.type.empty and field.type.name != "bool":
            self.fault(path, _("This must be given."), value)
        return cleaned

    def _items(self, item_list, given: list) -> list[dict]:
        if given == []:
            return []
        if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
            self.fault(item_list.name, _("This part of the document has the wrong shape."))
            return []
        read = [self._item(item_list, item, number) for number, item in enumerate(given, 1)]
        refs.fill(item_list.name, read)
        seen: set[str] = set()
        for item in read:
            if item["ref"] in seen:
                path = f"{item_list.name}/{item['ref']}"
                self.fault(path, _("This ref stands twice in the list."), item["ref"])
            seen.add(item["ref"])
        return sorted(read, key=lambda item: natural(item["ref"]))

    def _item(self, item_list, given: dict, number: int) -> dict:
        prefix = f"{item_list.name}/{given.get('ref') or number}/"
        self._unknown(given, item_list.names, prefix)
        ref = ""
        if given.get("ref"):
            try:
                ref = _KEY.clean(given["ref"])
            except ValueError as error:
                self.fault(prefix + "ref", error, given["ref"])
        item = {"ref": ref}
        for field in item_list.fields:
            value = self._value(field, given.get(field.name), f"{prefix}{field.name}")
            if value != field.type.empty:
                item[field.name] = value
        return item


def _without_faulty(document: dict, faults: list[Fault]) -> dict:
    """Return a document without the items of lists in which something is wrong."""
    wrong = {tuple(fault.path.split("/")[:2]) for fault in faults if "/" in fault.path}
    if not wrong:
        return document
    lists = {
        name: [item for item in items if (name, item["ref"]) not in wrong]
        for name, items in document["lists"].items()
    }
    return {**document, "lists": lists}


def _follows(path: str, wrong: list[list[str]]) -> bool:
    """Tell whether a fault may come of one of the paths that are ``wrong``.

    A list with a faulty item may lack just the item that a claim is about. An item that had no
    ref when it was read is known by its number.
    """
    head, _claims, cited = path.partition("/claims/")
    if head.startswith(f"{CITATIONS}/") and cited:
        return any(parts[0] == cited.split("/")[0] for parts in wrong)
    name, ref, *_part = path.split("/")
    return any(p[0] == name and (p[1] == ref or p[1].isdigit()) for p in wrong if len(p) > 1)


def value_at(document: dict, path: str) -> Any:
    """Return the value of a field or of an item's field; True for an item that is there.

    Returns ``None`` where there is nothing.
    """
    if "/" not in path:
        return document["fields"].get(path)
    name, ref, *part = path.split("/")
    for item in items_of(document, name):
        if item["ref"] == ref:
            return item.get(part[0]) if part else True
    return None


def paths(document: dict) -> list[str]:
    """Return the paths of all that the document says: its fields with a value, its list items."""
    kind = get_kind(document["kind"])
    named = [f.name for f in kind.fields if document["fields"][f.name] != f.type.empty]
    for name in kind.lists:
        if name != CITATIONS:
            named += [f"{name}/{item['ref']}" for item in items_of(document, name)]
    return named
