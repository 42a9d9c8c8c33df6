"""Documents as the text in which they are stored: written and read by the thousand."""

import json
from typing import Any

import orjson


def dumped(value: Any) -> str:
    """Return the JSON of a value."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # half a character, a number of more than 64 bits: stored all the same
        return json.dumps(value)


def loaded(text: str) -> Any:
    """Return the value of a JSON text."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)
