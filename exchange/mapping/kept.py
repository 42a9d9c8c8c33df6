"""How a batch keeps the profiles by which its files are read.

One is kept as ``{"name", "text"}``, with ``saved`` where it is a saved profile and ``file`` where
it was a file. Several, of an import with tables of several layouts, stand under ``parts``, and
``left`` has the marks of the tables that are left out; without parts the others are all ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exchange.mapping.profiles import profile_of
from exchange.mapping.shapes import Profile


def as_kept(profiles: Sequence[Profile]) -> dict:
    """Return profiles as an option of a batch."""
    parts = [{"name": p.name, "text": p.text, "file": p.file} for p in profiles]
    return together(parts)


def together(parts: Sequence[dict], left: Sequence[str] = ()) -> dict:
    """Return kept profiles as one option of a batch."""
    if len(parts) == 1 and not left:
        return dict(parts[0])
    name = ", ".join(dict.fromkeys(part["name"] for part in parts))
    return {"name": name, "parts": list(parts), "left": list(left)}


def parts_of(kept: Mapping | None) -> list[dict]:
    """Return the profiles that a batch keeps, each as ``{"name", "text", …}``."""
    return list(kept.get("parts", [dict(kept)])) if kept else []


def profiles_of(kept: Mapping | None) -> list[Profile]:
    """Return the profiles that a batch keeps, read."""
    named = ((part, part.get("file") or part["name"]) for part in parts_of(kept))
    return [seen_on_pages(profile_of(part["text"].encode(), name)) for part, name in named]


def seen_on_pages(profile: Profile) -> Profile:
    """Return a profile of which nothing is told in the words of its text."""
    return replace(profile, on_pages=True)
