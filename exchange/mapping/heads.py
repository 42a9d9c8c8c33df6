"""What a profile says of the whole table, as a form asks it: taken out of its tables, and back."""

import re
from copy import deepcopy
from typing import Any

from records.kinds import Kind

MOST_COLUMNS = 3
_KEY = re.compile(r"([a-z0-9-]*?)-?((?:\{[^{}|]+\}-?)+)")
_COLUMN = re.compile(r"\{([^{}|]+)\}")
_TEXTS = ("name", "dates", "without_month", "without_year", "country_year")


def head_of(given: dict, kind: Kind) -> tuple[dict[str, Any], dict]:
    """Return what the form's fields hold, and what of the tables none of them says.

    ``key`` in the rest means that the key is made in a way that the form cannot say.
    """
    rest = deepcopy(given)
    head: dict[str, Any] = {"constants": []}
    for name in _TEXTS:
        if isinstance(rest.get(name), str):
            head[name] = rest.pop(name)
    if isinstance(rest.get("missing"), list) and not any(";" in str(m) for m in rest["missing"]):
        head["missing"] = "; ".join(map(str, rest.pop("missing")))
    if isinstance(rest.get("heading_row"), int):
        head["heading_row"] = rest.pop("heading_row")
    head |= _key(rest)
    head |= _group(rest)
    head |= _source(rest)
    columns = rest.get("columns", {})
    for name in [name for name in columns if name in kind.field]:
        text = _constant(columns[name])
        if text:
            head["constants"].append((name, text))
            del columns[name]
    return head, rest


def _key(rest: dict) -> dict:
    match = _KEY.fullmatch(rest["key"]) if isinstance(rest.get("key"), str) else None
    if not match:
        return {}
    columns = [name.strip() for name in _COLUMN.findall(match[2])]
    if len(columns) > MOST_COLUMNS or rest["key"] != _template(match[1], columns):
        return {}
    del rest["key"]
    return {"key_prefix": match[1], "key_columns": columns}


def _template(prefix: str, columns: list[str]) -> str:
    return "-".join([*([prefix] if prefix else []), *(f"{{{name}}}" for name in columns)])


def _group(rest: dict) -> dict:
    columns = rest.get("group_by")
    if not isinstance(columns, list) or not 0 < len(columns) <= MOST_COLUMNS:
        return {}
    return {"group_by": [str(name) for name in rest.pop("group_by")]}


def _source(rest: dict) -> dict:
    source = rest.get("source")
    if not isinstance(source, dict):
        return {}
    found: dict[str, str] = {}
    for name in ("key", "locator"):
        if isinstance(source.get(name), str):
            found[f"source_{name}"] = source.pop(name)
    claims = source.pop("claims", "")
    found["source_claims"] = claims if isinstance(claims, str) else "; ".join(map(str, claims))
    record = source.get("record")
    if isinstance(record, dict):
        for name in ("title", "type"):
            if isinstance(record.get(name), str):
                found[f"source_{name}"] = record.pop(name)
    return found


def _constant(value: Any) -> str:
    """Return the text of a value that is the same for all rows, or made of columns; "" for others.

    What is made has braces, what is constant has none.
    """
    if not isinstance(value, dict) or len(value) != 1:
        return ""
    constant, make = value.get("constant"), value.get("make")
    if isinstance(constant, str) and "{" not in constant:
        return constant
    return make if isinstance(make, str) and "{" in make else ""


def with_head(head: dict[str, Any], rest: dict) -> dict:
    """Return the tables of a profile; ``head_of`` is the way back."""
    found = deepcopy(rest)
    for name in _TEXTS:
        if head.get(name):
            found[name] = head[name]
    if head.get("missing"):
        found["missing"] = [mark.strip() for mark in head["missing"].split(";") if mark.strip()]
    if head.get("heading_row"):
        found["heading_row"] = head["heading_row"]
    if head.get("key_columns"):
        found["key"] = _template(head.get("key_prefix", ""), head["key_columns"])
    if head.get("group_by"):
        found["group_by"] = list(head["group_by"])
    _add_source(found, head)
    columns = found.setdefault("columns", {})
    for name, text in head.get("constants", ()):
        columns[name] = {"make": text} if "{" in text else {"constant": text}
    return found


def _add_source(found: dict, head: dict[str, Any]) -> None:
    if not head.get("source_key"):
        found.pop("source", None)
        return
    source = found.setdefault("source", {})
    source["key"] = head["source_key"]
    if head.get("source_locator"):
        source["locator"] = head["source_locator"]
    claims = [name.strip() for name in head.get("source_claims", "").split(";") if name.strip()]
    if claims and claims != ["all"]:
        source["claims"] = claims
    for name in ("title", "type"):
        if head.get(f"source_{name}"):
            source.setdefault("record", {})[name] = head[f"source_{name}"]
    if not source.get("record", True):
        del source["record"]
