"""The short way to normal form, for a document each of whose values is in it already.

An import cleans each text of a column once, not once for each record. What is left is what a
document is as a whole: nothing required is missing, refs are good and in order, claims are settled.
Whatever is not plainly right is left to ``records.documents.normal``, which tells what is wrong.
"""

import re

from records import claims
from records.documents import Cleaner, items_of
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
    for item_list in kind.lists.values():
        items = items_of(document, item_list.name)
        if items and not _put_in_order(item_list, items):
            return None
    if claims.settle(kind, document, cleaner.said):
        return None
    return None if any(True for check in kind.checks for _fault in check(document)) else document


def _is_good(key: str) -> bool:
    return len(key) <= _LONGEST and bool(_is_key(key))


def _has_its_fields(kind: Kind, document: dict) -> bool:
    fields = document["fields"]
    return (
        fields.keys() == kind.field.keys()
        and document["lists"].keys() == kind.lists.keys() - {CITATIONS}
        and all(fields[name] not in (None, "", []) for name in kind.required)
    )


def _put_in_order(item_list: List, items: list[dict]) -> bool:
    """Sort the items of a list by their refs; tell whether each is whole and has one of its own."""
    refs = [item["ref"] for item in items]
    if len(set(refs)) < len(refs) or not all(map(_is_good, refs)):
        return False
    if len(refs) > 1:
        items.sort(key=lambda item: natural(item["ref"]))
    return all(item.keys() >= item_list.required for item in items)
