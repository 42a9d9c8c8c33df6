"""Slugs: what keys and refs are made of."""

# ruff: noqa: RUF001 (the letters are meant)

from django.utils.text import slugify

# Letters that lose themselves, rather than their marks, when a text is made ASCII.
_LETTERS = str.maketrans(
    {
        **{"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"},
        **{"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"},
        **{"ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "ng", "Ŋ": "NG", "ŧ": "t", "Ŧ": "T", "ə": "e"},
        **{"Ə": "E", "ĸ": "k"},
    }
)


def slug(text: str) -> str:
    """Return a text as small ASCII letters, digits and hyphens: "zolw-1" of "Żółw_1"."""
    # Twice: some underscores become plain ones only as ASCII.
    return slugify(slugify(text.translate(_LETTERS)).replace("_", "-"))
