"""Whole numbers as people and programs write them."""

# ruff: noqa: RUF001 (thousands are set apart by typographic apostrophes, too)

import re

from django.utils.translation import gettext as _

_DIGITS = re.compile(r"-?[0-9]{1,30}")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f'’][0-9]{3}){1,9}")
_MILLIONS = re.compile(r"[0-9]{1,3}([,.])[0-9]{3}(?:\1[0-9]{3}){1,8}")
_NO_DECIMALS = re.compile(r"([0-9]{1,30})[,.]0{1,2}")
_TWO_WAYS = re.compile(r"([0-9]{1,3})[,.]([0-9]{3})")


def whole(text: str) -> int | str:
    """Return the whole number that a text writes, or the text where it writes none.

    Raises ``ValueError`` with a sentence where it could be two: 1,234 and 1.234.
    """
    if _DIGITS.fullmatch(text):
        return int(text)
    if match := _NO_DECIMALS.fullmatch(text):
        return int(match[1])
    if match := _TWO_WAYS.fullmatch(text):
        names = {"text": text, "whole": match[1] + match[2]}
        raise ValueError(
            _("“%(text)s” could have thousands or decimals: write %(whole)s, or digits alone.")
            % names
        )
    if _SPACED.fullmatch(text) or _MILLIONS.fullmatch(text):
        return int(re.sub(r"[^0-9]", "", text))
    return text
