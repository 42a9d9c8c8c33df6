"""When two values are one, and when they go together, by the type of the path."""

import json
from functools import lru_cache
from typing import Any

from records import text as texts
from sources.evidence.model import Context

fold = lru_cache(maxsize=4096)(texts.fold)  # each name is held against many others
SETS = ("refs", "local")
NAMES = ("text", "long")


def as_text(value: Any) -> str:
    """Return any value of a document as the text by which it is compared."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # spreadsheets hand over whole numbers as 24.0
    if not isinstance(value, str):
        value = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return " ".join(value.casefold().split())


def members(value: Any) -> list:
    """Return the members of a set or a list of texts; one value on its own is one member."""
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return [v for v in values if v is not None and as_text(v)]


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing; no (False) does say something."""
    if isinstance(value, str):  # most are: told at once
        return not value.strip()
    if isinstance(value, list) and (not value or (isinstance(value[0], str) and value[0].strip())):
        return not value
    return not members(value) or value == {}


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 else value


def identity(value: Any, value_type) -> tuple[str, ...]:
    """Return what makes two values the same value: equal for equal ones, hashable."""
    if value_type.name == "item":
        return ("yes",)  # that an item is not there is said by a denial
    if value_type.name in SETS:
        return tuple(sorted({as_text(v) for v in members(value)}))
    if value_type.name == "texts":
        return tuple(_folded(v) for v in members(value))
    return (_folded(_one(value)) if value_type.name in NAMES else as_text(_one(value)),)


def _folded(value: Any) -> str:
    return fold(value if isinstance(value, str) else as_text(value))


def is_same(a: Any, b: Any, value_type, context: Context) -> bool:
    """Tell whether two values are one and the same, names through their aliases."""
    if identity(a, value_type) == identity(b, value_type):
        return True
    return value_type.name in NAMES and _same_name(_one(a), _one(b), context)


def compatible(a: Any, b: Any, value_type, context: Context) -> bool:
    """Tell whether two values can both be true; it does not matter which comes first.

    Two sets can when they share a member, since each source may name its part of the whole.
    """
    if is_same(a, b, value_type, context):
        return True
    if value_type.name == "date":
        return _dates_agree(_one(a), _one(b), context)
    if value_type.name == "ref":
        return _related(_one(a), _one(b), value_type, context)
    if value_type.name in SETS:
        return any(_related(x, y, value_type, context) for x in members(a) for y in members(b))
    return False


def accepts(accepted: Any, said: Any, value_type, context: Context) -> bool:
    """Tell whether what is said goes with the accepted value: of sets, each member must."""
    if value_type.name not in SETS:
        return compatible(accepted, said, value_type, context)
    return all(
        any(_related(x, y, value_type, context) for y in members(accepted)) for x in members(said)
    )


def _same_name(a: Any, b: Any, context: Context) -> bool:
    if not (context.same_name and isinstance(a, str) and isinstance(b, str)):
        return False
    return bool(context.same_name(a, b) or context.same_name(b, a))


def _dates_agree(a: Any, b: Any, context: Context) -> bool:
    if not (isinstance(a, str | int) and isinstance(b, str | int)):
        return False
    try:
        return bool(context.dates_agree(str(a).strip(), str(b).strip()))
    except ValueError:
        return False  # one of them is no date: another text is another value


def _related(a: Any, b: Any, value_type, context: Context) -> bool:
    """Tell whether two keys are one, or one of two places (platforms) lies within the other."""
    if as_text(a) == as_text(b):
        return True
    look_up = {"place": context.ancestors, "platform": context.within}.get(value_type.target)
    if not (look_up and isinstance(a, str) and isinstance(b, str)):
        return False
    return _lies_within(a, b, look_up) or _lies_within(b, a, look_up)


def _lies_within(inner: str, outer: str, look_up) -> bool:
    return as_text(outer) in {as_text(key) for key in look_up(inner.strip())}


def names_of(document: dict):
    """Return the ``same_name`` of a document: its titles and its aliases name one thing."""
    fields, lists = document.get("fields") or {}, document.get("lists") or {}
    titles = [fields.get(name) for name in ("title", "short_title", "title_translated")]
    aliases = [item.get("name") for item in lists.get("aliases") or []]
    known = {fold(name) for name in [*titles, *aliases] if isinstance(name, str)} - {""}
    return lambda a, b: fold(a) == fold(b) or {fold(a), fold(b)} <= known
