"""What a public file does not have of a record, put back when the file comes again.

A download for readers leaves out what names an unpublished record and names those paths in the
envelope. Without them the file would seem to have taken these parts out.
"""

from collections.abc import Iterable
from typing import Any

from records.documents import copied
from records.kinds import CITATIONS

CLAIMS = "claims"


def put_back(document: dict, former: dict, paths: Iterable[str]) -> dict:
    """Return a file's document with the parts at ``paths`` as they are in ``former``.

    ``former`` is what was exported. What the file says at such a path stays, and so does that it
    has no more the item of a list of which the path is a part. Whatever else is wrong with the
    document is left to be found.
    """
    document, former = copied(document), copied(former)
    for path in paths:
        name, *rest = path.split("/", 3)
        if rest:
            _put_back_item(document, former, name, *rest)
        else:
            _put_back_field(document.get("fields"), former["fields"], name)
    return document


def _put_back_item(document: dict, former: dict, name: str, ref: str, *rest: str) -> None:
    old = _find(former, name, ref)
    if old is None:
        return
    new = _find(document, name, ref)
    if not rest:
        items = _items(document, name)
        if new is None and items is not None:
            items.append(old)
    elif new is not None and rest[0] == CLAIMS and len(rest) == 2:
        _fill(new.setdefault(CLAIMS, {}), old.get(CLAIMS, {}), rest[1])
    elif new is not None:
        _fill(new, old, rest[0])


def _fill(values: Any, former: dict, name: str) -> None:
    if isinstance(values, dict) and name in former:
        values.setdefault(name, former[name])


def _put_back_field(fields: Any, former: dict, name: str) -> None:
    """Fill a field that is empty: in a file each is there. One that nobody knows is left alone."""
    if isinstance(fields, dict) and name in former and fields.get(name) in (None, "", []):
        fields[name] = former[name]


def _items(document: dict, name: str) -> list | None:
    """Return the items of a list of a document, whatever its shape; None where it has none."""
    holder = document if name == CITATIONS else document.get("lists")
    found = holder.setdefault(name, []) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else None


def _find(document: dict, name: str, ref: str) -> dict | None:
    items = _items(document, name) or ()
    return next((i for i in items if isinstance(i, dict) and i.get("ref") == ref), None)
