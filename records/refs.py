"""Refs: names of list items within their record, made once from their content, then frozen."""

from collections.abc import Callable
from functools import lru_cache

from records.slugs import slug

_NUMBERED = {
    "statements": "s",
    "phases": "p",
    "citations": "c",
    "aliases": "a",
    "links": "l",
    "identifiers": "i",
    "notes": "n",
    "stages": "st",
}
MAX_LENGTH = 60


@lru_cache(maxsize=4096)
def _joined(*parts) -> str:
    joined = "-".join(str(part) for part in parts if part)
    return slug(joined)


def _who(item: dict) -> str:
    return _named(item.get("country") or item.get("grouping"), item.get("force"))


@lru_cache(maxsize=4096)
def _named(who: str | None, force: str | None) -> str:
    return _joined(who, _tail(force))


def _tail(force: str | None) -> str:
    """Return a force's key without its country: "navy" for "in-navy"."""
    return force.split("-", 1)[1] if force and "-" in force else force or ""


_FROM_CONTENT: dict[str, Callable[[dict], str]] = {
    "participants": _who,
    "parties": lambda item: _who(item) or _joined(item.get("organisation")),
    "members": _who,
    "deployments": lambda item: _joined(
        item.get("country"), item.get("unit") or item.get("platform")
    ),
    "people": lambda item: _joined(item.get("name")),
    "milestones": lambda item: _joined(item.get("type")),
}


def propose(list_name: str, item: dict, taken) -> str:
    """Return a free ref for an item: from its content where that names it, else numbered.

    ``taken`` has the refs that the list uses already.
    """
    prefix = _NUMBERED.get(list_name)
    base = (
        ""
        if prefix
        else _FROM_CONTENT.get(list_name, lambda item: "")(item)[:MAX_LENGTH].strip("-")
    )
    if base and base not in taken:
        return base
    stem = f"{base}-" if base else prefix or list_name[:1]
    number = 2 if base else 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def is_numbered(list_name: str) -> bool:
    """Tell whether the list's refs are numbers in the order of entry, and say nothing else."""
    return list_name in _NUMBERED


def fill(list_name: str, items: list[dict]) -> None:
    """Give every item without a ref one of its own, in place."""
    taken = {item["ref"] for item in items if item["ref"]}
    for item in items:
        if not item["ref"]:
            item["ref"] = propose(list_name, item, taken)
            taken.add(item["ref"])
