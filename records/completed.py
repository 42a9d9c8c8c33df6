"""The short way to normal form, for a document each of whose values is in it already.

An import cleans each text of a column once, not once for each record. What is left is what a
document is as a whole: nothing required is missing, refs are good and in order, claims are settled.
Whatever is not plainly right is left to ``records.documents.normal``, which tells what is wrong.
"""

import re
from functools import lru_cache

from records import claims
from records.documents import Cleaner
from records.kinds import CITATIONS, Kind, List, get_kind
from records.text import KEY_PATTERN, natural
from records.types import Key

_is_key = re.compile(KEY_PATTERN).fullmatch
_LONGEST = Key().max_length


def completed(document: dict, cleaner: Cleaner) -> dict | None:
    """Return ``document``, completed in place, or None where it wants a closer look."""
    kind = get_kind(document["kind"])
    if not _is_good(document["key"]) or not _has_its_fields(kind, document):
        return None
    for name, items in (*document["lists"].items(), (CITATIONS, document.get(CITATIONS))):
        if items and not _put_in_order(kind.lists[name], items):
            return None
    if claims.settle(kind, document, cleaner.said):
        return None
    for check in kind.checks:
        for _fault in check(document):
            return None
    return document


def _is_good(key: str) -> bool:
    return len(key) <= _LONGEST and bool(_is_key(key))


_is_good_ref = lru_cache(maxsize=4096)(_is_good)


def _has_its_fields(kind: Kind, document: dict) -> bool:
    fields = document["fields"]
    if fields.keys() != kind.field.keys() or document["lists"].keys() != kind.own_lists.keys():
        return False
    return not any(fields[name] in (None, "", []) for name in kind.required)


def _put_in_order(item_list: List, items: list[dict]) -> bool:
    """Sort the items of a list by their refs; tell whether each is whole and has one of its own."""
    refs = [item["ref"] for item in items]
    if len(set(refs)) < len(refs) or not all(map(_is_good_ref, refs)):
        return False
    if len(refs) > 1 and refs != sorted(refs, key=natural):
        items.sort(key=lambda item: natural(item["ref"]))
    return all(map(item_list.required.issubset, items))
