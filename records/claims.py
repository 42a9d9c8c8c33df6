"""The claims of a citation: which paths they may have, what their values are in normal form.

A claim's value is what the source says at the path: a plain value, ``{"denies": value}`` or
``{"mentions": true}``. One that is given as null is stamped with the record's present value, so
that a later correction does not change what the source said.
"""

import difflib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from records.cells import join_cell, split_cell
from records.faults import Advised, Fault
from records.kinds import CITATIONS, Kind, List
from records.text import has_control, tidy
from records.types import Bool, Resolve, Several

Say = Callable[[Any, Any], Any]
# Refs that a hint names.
MOST_REFS = 20
_SAID = str | int | bool


def settle(kind: Kind, document: dict, say: Say, sure: dict | None = None) -> list[Fault]:
    """Bring the claims of a document into normal form, in place; return what is wrong with them.

    ``say(of_type, value)`` is ``as_said`` with the references of the document resolved. ``sure`` is
    the document without its faulty items, whose refs will be others: no hint names them.
    """
    faults: list[Fault] = []
    plain = _plain_stamps(document) if document.get(CITATIONS) else {}
    for citation in document.get(CITATIONS, []):
        claims, before = citation.get("claims", {}), len(faults)
        settled = {}
        for path in sorted(claims):
            value = claims[path]
            if value is None and path in plain:
                settled[path] = plain[path]
                continue
            try:
                settled[path] = _settled(kind, document, path, value, say)
            except PathError:
                faults.append(_path_fault(kind, citation, path, sure or document))
            except ValueError as error:
                where = f"{CITATIONS}/{citation['ref']}/claims/{path}"
                faults.append(Fault(where, str(error), value, getattr(error, "hint", "")))
        if len(faults) > before:
            continue  # its claims stay as given: who reads them again finds the same faults
        if settled:
            citation["claims"] = settled
        else:
            citation.pop("claims", None)
    return faults


def _plain_stamps(document: dict) -> dict[str, Any]:
    """Return path -> stamp for fields with a value and for items, which most claims are of."""
    fields = document["fields"].items()
    found: dict[str, Any] = {
        name: _compact(value) if value.__class__ is list else value
        for name, value in fields
        if value
    }
    for name, items in document["lists"].items():
        for item in items:
            found[f"{name}/{item['ref']}"] = True
    return found


def unknown_paths(kind: Kind, document: dict) -> list[Fault]:
    """Return a fault for each claim whose path records of the kind do not have."""
    faults = []
    for citation in document.get(CITATIONS, []):
        for path in citation.get("claims", {}):
            try:
                kind.type_at(path)
            except KeyError:
                faults.append(_path_fault(kind, citation, path, document))
    return faults


def _path_fault(kind: Kind, citation: dict, path: str, document: dict) -> Fault:
    """Return the fault of a path that records of the kind do not have."""
    error = PathError(kind, path, document)
    where = f"{CITATIONS}/{citation['ref']}/claims/{path}"
    return Fault(where, str(error), citation["claims"][path], error.hint)


def _settled(kind: Kind, document: dict, path: str, value: Any, say: Say) -> Any:
    try:
        of_type = kind.type_at(path)
    except KeyError:
        raise PathError(kind, path, document) from None
    if value is None:
        return _stamped(document, path, of_type)
    if isinstance(value, dict):
        return _stance(document, path, of_type, value, say)
    return say(of_type, value)


class PathError(Advised):
    """Raised for a claim whose path records of the kind do not have.

    Where the record is at hand, its ``document`` names what can be cited of its lists.
    """

    def __init__(self, kind: Kind, path: str, document: dict | None = None):
        message = _("Records of this kind have no “%(path)s” to cite.") % {"path": path}
        super().__init__(message, path_hint([kind], path, document))


def path_hint(kinds: Sequence[Kind], path: str, document: dict | None = None) -> str:
    """Return what can be cited of these kinds of record in the place of a path that cannot."""
    head, *rest = path.split("/")
    fields = [*dict.fromkeys(name for kind in kinds for name in kind.field)]
    items = {name: found for kind in kinds for name, found in kind.lists.items()}
    items.pop(CITATIONS, None)
    if head in items:
        return _item_hint(items[head], rest, document)
    if close := difflib.get_close_matches(head[:100].lower(), [*fields, *items], n=1):
        name = "/".join([close[0], *(rest if close[0] in items else ())])
        return _("Did you mean “%(name)s”?") % {"name": name}
    paths = [*fields, *(f"{name}/…" for name in items)]
    return _("It can be: %(paths)s.") % {"paths": ", ".join(paths)}


def _item_hint(items: List, rest: list[str], document: dict | None) -> str:
    name = items.name
    if len(rest) == 2:
        names = ", ".join(items.field)
        return _("The %(list)s have: %(names)s.") % {"list": name, "names": names}
    refs = _refs(document, name) if document else []
    paths = [f"{name}/{ref}" for ref in refs] or [f"{name}/…"]
    return _("Name the item by its ref: %(path)s.") % {"path": ", ".join(paths)}


def _refs(document: dict, name: str) -> list[str]:
    from records.documents import items_of  # documents import this module

    return [item["ref"] for item in items_of(document, name)][:MOST_REFS]


def _stamped(document: dict, path: str, of_type) -> Any:
    from records.documents import value_at  # documents import this module

    value = value_at(document, path)
    if value is None or (not value and of_type is not None and value == of_type.empty):
        message = _("The record has no value at “%(path)s”. Write what the source says there.")
        raise Advised(message % {"path": path}, _other_refs(document, path))
    return _compact(value) if isinstance(value, list) else value


def _other_refs(document: dict, path: str) -> str:
    """Return a hint with the refs that a list has, where a path names none of them."""
    name, *rest = path.split("/")
    refs = _refs(document, name) if rest else []
    if not refs or rest[0] in refs:
        return ""
    names = ", ".join(f"{name}/{ref}" for ref in refs)
    return _("The record has: %(paths)s.") % {"paths": names}


def _stance(document: dict, path: str, of_type, value: dict, say: Say) -> dict:
    if value.get("mentions") is True and len(value) == 1:
        return {"mentions": True}
    if set(value) != {"denies"}:
        raise ValueError(_("A claim says a value, denies one, or mentions."))
    denied = value["denies"]
    if denied is None:
        return {"denies": _stamped(document, path, of_type)}
    denied = say(of_type, denied)
    if isinstance(denied, dict):
        raise ValueError(_("A claim denies what could be so, not a denial."))
    return {"denies": denied}


def as_said(of_type, value: Any, resolve: Resolve) -> Any:
    """Return what a source says in normal form, or as it stands where the field would refuse it."""
    if of_type is None:
        return _yes_or_text(value)
    if not all(isinstance(one, _SAID) for one in (value if isinstance(value, list) else [value])):
        raise ValueError(_("A claim says a text, a number, yes or no, or a list of keys."))
    try:
        cleaned = of_type.clean(value, resolve)
    except (ValueError, KeyError):
        cleaned = _refused(of_type, value)
    if cleaned == of_type.empty and not isinstance(cleaned, bool):
        raise ValueError(_("The claim says nothing."))
    return _compact(cleaned) if isinstance(of_type, Several) else cleaned


def _refused(of_type, value: Any) -> Any:
    """Return what the field refuses, but a source may say: as the text that a cell would hold."""
    if isinstance(of_type, Several):
        members = split_cell(value) if isinstance(value, str) else value
        if isinstance(members, list):
            return [text for member in members if (text := _text(member))]
    return _text(value) or of_type.empty


def _text(value: Any) -> str:
    if isinstance(value, list):
        return join_cell(map(_text, value))
    text = tidy(Bool().to_text(value) if isinstance(value, bool) else str(value))
    if has_control(text):
        raise ValueError(_("The text has control characters in it."))
    return text


def _yes_or_text(value: Any) -> Any:
    if value is True or (isinstance(value, str) and value.strip().lower() in ("yes", "true")):
        return True
    if value is False or (isinstance(value, str) and value.strip().lower() in ("no", "false")):
        return {"denies": True}
    if isinstance(value, str) and value.strip():
        return _text(value)
    raise ValueError(_("A claim on an item of a list says yes, or what it says of the item."))


def _compact(value: list[str]) -> str | list[str]:
    """Return the one member of a list of one on its own, where it cannot be taken for several."""
    return value[0] if len(value) == 1 and _is_one(value[0]) else value


@lru_cache(maxsize=4096)
def _is_one(member: str) -> bool:
    return split_cell(member) == [member]
