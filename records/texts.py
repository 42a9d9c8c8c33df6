"""Documents as the text in which they are stored: written and read by the thousand."""

import json
from typing import Any

import orjson


def dumped(value: Any) -> str:
    """Return the JSON of a value."""
    return packed(value).decode()


def packed(value: Any) -> bytes:
    """Return the JSON of a value as bytes."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half a character, a number of more than 64 bits: stored all the same
        return json.dumps(value).encode()


def loaded(text: str | bytes) -> Any:
    """Return the value of a JSON text."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)
