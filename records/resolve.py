"""References: from what a document or a cell says to the key of the thing meant.

Each target (``country``, ``place``, ``series``, …) has a finder; the vocabulary registers its own.
A resolver looks up all references of a batch of documents in a few queries per target.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from records.cells import split_cell
from records.kinds import CITATIONS, get_kind, kinds
from records.models import Record, Redirect
from records.nearness import Named
from records.text import fold, has_control, tidy

# Takes texts, returns text -> key for those it knows.
Finder = Callable[[Iterable[str]], dict[str, str]]
# Returns every name that a target goes by, for "nearest" in an error.
Names = Callable[[], Iterable[str]]

_finders: dict[str, tuple[Finder, Names, Any]] = {}
_CHUNK = 5000
# What people write between several names where a semicolon is meant.
_BETWEEN = re.compile(r"[,/&\n]|\band\b")
MOST_PARTS = 40
# Names with which unknown texts are compared in all: a wrong column has thousands of such texts.
COMPARED = 300_000


def register(target: str, finder: Finder, names: Names, label: Any) -> None:
    """Make the things called ``target`` known: how they are found, named, and called."""
    _finders[target] = (finder, names, label)


class Unknown(ValueError):
    """Raised where nothing is called so, or several are; it may be a list of names, ``parts``."""

    def __init__(
        self,
        label: str,
        text: str,
        nearest: Sequence[str] = (),
        several: Iterable[str] = (),
        parts: Sequence[str] = (),
    ):
        several, self.parts = sorted(several), list(parts)
        message = _("No %(kind)s is called “%(text)s”.")
        if several:
            message = _("More than one %(kind)s is called “%(text)s”.")
        super().__init__(message % {"kind": label, "text": text[:200]})
        if several:
            hint = _("Write the key of the one that is meant: %(keys)s.")
            self.hint = hint % {"keys": ", ".join(several[:10])}
            return
        if parts:
            hint = _("In a list they are separated by semicolons: %(names)s.")
            self.hint = hint % {"names": "; ".join(parts)}
            return
        self.hint = (
            _("Nearest: %(names)s.") % {"names": ", ".join(nearest)}
            if nearest
            else _("Write the key or a name of one that is known.")
        )


class Resolver:
    """Finds keys for the references of a batch of documents; ``resolve(target, text)``.

    Keys and titles that the batch itself brings in are known as well. A title counts where no key
    is the same, whatever its case, and where one record alone has it.
    """

    def __init__(
        self,
        documents: Iterable[dict] = (),
        own: Mapping[str, str] | None = None,
        titles: Mapping[str, str] | None = None,
        proposed: Container[str] = (),
    ):
        """Look up what ``documents`` refer to.

        ``own`` are keys that come in otherwise -> kind, ``titles`` their keys -> title. Of those
        ``proposed`` nobody gave the key: a title that others have, too, is taken for theirs, and
        ``doubted`` has the others then.
        """
        self._known: dict[str, dict[str, str | None]] = {}
        self._own: dict[str, str] = dict(own or {})
        self._own_titles: dict[str, str] = dict(titles or {})
        self._proposed = proposed
        self.doubted: dict[str, set[str]] = {}
        self._called: dict[str, dict[str, set[str]]] = {}
        self._nearest: dict[tuple[str, str], list[str]] = {}
        self._names: dict[str, Named] = {}
        self._compared = 0
        documents = list(documents)
        for document in documents:
            if isinstance(document, dict) and isinstance(document.get("key"), str):
                self._own[document["key"]] = document.get("kind")
                self._own_titles[document["key"]] = _title(document)
        self.prefetch(reference for d in documents for reference in references(d))

    def prefetch(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Look up many ``(target, text)`` at once."""
        by_target: dict[str, set[str]] = {}
        for target, text in wanted:
            # Nothing is called by a text that no database takes in a query.
            if text not in self._known.setdefault(target, {}) and not has_control(text):
                by_target.setdefault(target, set()).add(text)
        for target, texts in by_target.items():
            # What is not found is not looked for again: a whole column may have the same mistake.
            self._known[target].update({**dict.fromkeys(texts), **_find(target, texts)})

    def __call__(self, target: str, text: str) -> str:
        if self._is_own(target, text):
            return text
        if text not in self._known.setdefault(target, {}):
            self.prefetch([(target, text)])
        key = self._known[target].get(text)
        if key is None:
            key = self._known[target][text] = self._by_title(target, text)
        return key

    def _by_title(self, target: str, text: str) -> str:
        """Return the key of the one record that is called ``text``; raises ``Unknown``."""
        if target not in record_targets():
            raise self._unknown(target, text)
        if target not in self._called:
            self._called[target] = self._titles(target)
        keys = self._called[target].get(fold(text), set())
        if len(keys) > 1 and (mine := sorted(key for key in keys if key in self._proposed)):
            self.doubted.setdefault(mine[0], set()).update(keys - {mine[0]})
            return mine[0]
        if len(keys) != 1:
            raise self._unknown(target, text, keys)
        return next(iter(keys))

    def _titles(self, target: str) -> dict[str, set[str]]:
        """Return folded title or alias -> keys; a title that the batch brings in replaces one."""
        own = {key: title for key, title in self._own_titles.items() if self._is_own(target, key)}
        found = keys_by_title(target, but=own)
        for key, title in own.items():
            found.setdefault(fold(title), set()).add(key)
        found.pop("", None)
        return found

    def parts(self, target: str, text: str) -> list[str]:
        """Return what stands between commas and the like, if each part is called so by itself."""
        parts = [part for part in map(str.strip, _BETWEEN.split(text)) if part]
        if not 1 < len(parts) <= MOST_PARTS:
            return []
        self.prefetch((target, part) for part in parts)
        return parts if all(self._known[target].get(part) for part in parts) else []

    def _unknown(self, target: str, text: str, several: Iterable[str] = ()) -> Unknown:
        """Return the error for a text that not one answers to; the nearest are looked up once."""
        if several:
            return Unknown(_label(target), text, [], several)
        if parts := self.parts(target, text):
            return Unknown(_label(target), text, parts=parts)
        if (target, text) not in self._nearest:
            self._nearest[target, text] = self._near(target, text)
        return Unknown(_label(target), text, self._nearest[target, text])

    def _near(self, target: str, text: str) -> list[str]:
        """Return what looks most like a text; nothing once so many were compared with so much."""
        if target not in self._names:
            own = [key for key in self._own if self._is_own(target, key)]
            self._names[target] = Named(_folded(target, own))
        names = self._names[target]
        self._compared += len(names)
        return names.nearest(text) if self._compared <= COMPARED else []

    def _is_own(self, target: str, text: str) -> bool:
        return text in self._own and target in ("record", self._own[text])


def _find(target: str, texts: set[str]) -> dict[str, str]:
    if target in _finders:
        return _finders[target][0](texts)
    return find_records(texts, None if target == "record" else target)


def find_records(texts: Iterable[str], kind: str | None = None) -> dict[str, str]:
    """Return text -> key for the texts that are keys, or former keys, of records."""
    texts = [text for text in texts if "\x00" not in text]
    found: dict[str, str] = {}
    for start in range(0, len(texts), _CHUNK):
        part = texts[start : start + _CHUNK]
        records = Record.objects.filter(key__in=part)
        old = Redirect.objects.filter(old_key__in=part)
        if kind:
            records, old = records.filter(kind=kind), old.filter(record__kind=kind)
        found.update(old.values_list("old_key", "record__key"))
        found.update({key: key for key in records.values_list("key", flat=True)})
    return found


def keys_by_title(target: str, but: Container[str] = ()) -> dict[str, set[str]]:
    """Return folded title or alias -> keys of the records of a kind, or of all for "record".

    The titles of the records called ``but`` are left out, their aliases are not.
    """
    records = Record.objects.all() if target == "record" else Record.objects.filter(kind=target)
    pairs = [pair for pair in records.values_list("title", "key") if pair[1] not in but]
    found: dict[str, set[str]] = {}
    for name, key in [*pairs, *records.values_list("aliases__name", "key")]:
        if name:
            found.setdefault(fold(name), set()).add(key)
    return found


def _title(document: dict) -> str:
    fields = document.get("fields")
    title = fields.get("title") if isinstance(fields, dict) else ""
    return title if isinstance(title, str) else ""


def _label(target: str) -> str:
    if target in _finders:
        return str(_finders[target][2])
    return str(_("record") if target == "record" else get_kind(target).label)


def nearest(target: str, text: str, own: Iterable[str] = ()) -> list[str]:
    """Return the names or keys that look most like ``text``."""
    return Named(_folded(target, own)).nearest(text)


def _folded(target: str, own: Iterable[str]) -> dict[str, str]:
    """Return folded name -> name of all that a text could mean."""
    if target in _finders:
        names = list(_finders[target][1]())
    else:
        records = Record.objects.all() if target == "record" else Record.objects.filter(kind=target)
        names = [*records.values_list("key", flat=True)[:20_000], *own]
    return {fold(name): name for name in names}


def references(document: dict) -> Iterable[tuple[str, str]]:
    """Yield ``(target, text)`` for every reference that a document seems to make, clean or not."""
    try:
        kind = get_kind(document["kind"])
        yield from _of_fields(kind.references, document.get("fields", {}))
        for name, item_list in kind.lists.items():
            lists = document if name == CITATIONS else document["lists"]
            if item_list.references:
                for item in lists.get(name, []):
                    yield from _of_fields(item_list.references, item)
    except (KeyError, TypeError, AttributeError):
        return  # a document of a wrong shape is told so when it is read


def _of_fields(fields, values: dict) -> Iterable[tuple[str, str]]:
    for name, target, is_several in fields:
        if not (value := values.get(name)):
            continue
        if is_several:
            members = split_cell(value) if isinstance(value, str) else value
            yield from ((target, tidy(m)) for m in members if isinstance(m, str))
        elif isinstance(value, str):
            yield target, tidy(value)


def references_of(document: dict) -> dict[tuple[str, str], None]:
    """Return what a document in normal form refers to, (target, key) each, once, in its order."""
    kind, found = get_kind(document["kind"]), {}
    _gather(kind.references, document["fields"], found)
    for name, items in (*document["lists"].items(), (CITATIONS, document.get(CITATIONS))):
        if items:
            for item in items:
                _gather(kind.lists[name].references, item, found)
    return found


def _gather(fields, values: dict, found: dict[tuple[str, str], None]) -> None:
    for name, target, is_several in fields:
        if value := values.get(name):
            for key in value if is_several else (value,):
                found[target, key] = None


@cache
def record_targets() -> set[str]:
    """Return the targets that are records: the kinds, and "record" for any of them."""
    return {"record", *(kind.name for kind in kinds())}


def record_keys(document: dict) -> set[str]:
    """Return the keys of all records that a document refers to."""
    return {key for target, key in references(document) if target in record_targets()}
