"""Writing a profile's text: what has not changed stays as it was written, comments included."""

import tomllib
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item

# Tables whose own tables are written out; those of others stand on one line.
_WIDE = ("values", "source")
MANY = 100


def written(given: dict, before: str = "") -> str:
    """Return the TOML of a profile's tables; ``before`` is its text until now, or nothing."""
    if before:
        try:
            if tomllib.loads(before) == given:
                return before
            text = _updated(before, given)
            if tomllib.loads(text) == given:
                return text
        except (TOMLKitError, tomllib.TOMLDecodeError, ValueError, TypeError, KeyError):
            pass  # it is written anew, without its comments
    document = tomlkit.document()
    for name, value in sorted(given.items(), key=lambda pair: _is_table(pair[1])):
        document.append(name, _item(name, value))
    return tomlkit.dumps(document)


def _updated(before: str, given: dict) -> str:
    document = tomlkit.parse(before)
    present = tomllib.loads(before)
    for name in present.keys() - given.keys():
        del document[name]
    for name, value in given.items():
        if name not in present:
            document[name] = _item(name, value)
        elif present[name] != value:
            if isinstance(value, dict) and isinstance(present[name], dict):
                _update(document[name], present[name], value, name)
            else:
                document[name] = _item(name, value)
    return tomlkit.dumps(document)


def _update(table: Any, present: dict, given: dict, name: str) -> None:
    for key in present.keys() - given.keys():
        del table[key]
    for key, value in given.items():
        if key in present and present[key] == value:
            continue
        is_wide = name in _WIDE and isinstance(value, dict)
        if is_wide and isinstance(present.get(key), dict):
            _update(table[key], present[key], value, "")
        else:
            table[key] = _table(value) if is_wide else _line(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or _is_tables(value)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _item(name: str, value: Any) -> Item:
    if isinstance(value, dict):
        return _table(value, wide=name in _WIDE)
    if _is_tables(value):
        tables = tomlkit.aot()
        for entry in value:
            tables.append(_table(entry))
        return tables
    return _line(value)


def _table(value: dict, wide: bool = False) -> Item:
    if len(value) > MANY and all(isinstance(inner, str) for inner in value.values()):
        # Added one by one they would take the square of their number.
        lines = (f"{_quoted(key)} = {_quoted(inner)}\n" for key, inner in value.items())
        return tomlkit.parse("[words]\n" + "".join(lines))["words"]
    table = tomlkit.table()
    for key, inner in sorted(value.items(), key=lambda pair: wide and isinstance(pair[1], dict)):
        is_wide = wide and isinstance(inner, dict)
        table.append(key, _table(inner) if is_wide else _line(inner))
    return table


def _quoted(text: str) -> str:
    return tomlkit.string(text).as_string()


def _line(value: Any) -> Item:
    """Return a value on one line."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, inner in value.items():
            table.append(key, _line(inner))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for inner in value:
            array.append(_line(inner))
        return array.multiline(len(value) > 8)
    return tomlkit.item(value)
