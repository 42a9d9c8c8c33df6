"""What the text of a cell means beyond its value: nothing, clearing; texts that are no formula."""

import re
from typing import Any

from django.utils.translation import gettext as _

from records.text import tidy
from records.types import Type

CLEAR = "[none]"
DENIES, MENTIONS = "[denies]", "[mentions]"

# What a spreadsheet program would run (in whatever width), and what means something to us.
# Source: https://owasp.org/www-community/attacks/CSV_Injection
_GUARDED = re.compile(
    r"'*(?:[=+\-@\t\r\n＝＋－＠﹢﹣﹦﹫−]"  # noqa: RUF001 (full-width and small forms are the point)
    r"|(?i:\[(?:none|denies|mentions)\]))"
)


class _Leave:
    """Stands for "the cell says nothing: leave what is there"; there is one of it."""

    def __repr__(self) -> str:
        return "LEAVE"


LEAVE = _Leave()


def guard(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet program runs: with an apostrophe before it.

    A text that begins with apostrophes before such a sign gets one more, so that ``unguard`` can
    take exactly one off.
    """
    if not text or text[0].isalnum():
        return text
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(cell: str) -> str:
    """Return the text of a cell: without the one apostrophe that ``guard`` puts before it."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def value_of(cell: str, of_type: Type, clears: bool) -> Any:
    """Return what a cell gives a field of ``of_type``, not yet cleaned, or ``LEAVE``.

    ``clears`` tells whether an empty cell clears (its row carries a revision) or leaves.
    """
    text = tidy(cell)
    if not text:
        return of_type.empty if clears else LEAVE
    if text.lower() == CLEAR:
        return of_type.empty
    return of_type.from_text(unguard(text))


def cell_of(value: Any, of_type: Type) -> str:
    """Return the cell for a value in normal form."""
    return guard(of_type.to_text(value))


def claim_of(cell: str) -> Any:
    """Return the claim that a cell ``says`` stands for: None where it is to be stamped.

    Raises ``ValueError`` with a sentence for a mention that says more.
    """
    text = tidy(cell)
    if not text:
        return None
    lower = text.lower()
    if lower.startswith(DENIES):
        return {"denies": text[len(DENIES) :].strip() or None}
    if lower.startswith(MENTIONS):
        if lower != MENTIONS:
            raise ValueError(_("Nothing may follow [mentions]."))
        return {"mentions": True}
    return unguard(text)


def said(claim: Any, of_type: Type | None) -> str:
    """Return the cell ``says`` for a claim in normal form."""
    if isinstance(claim, dict):
        if "mentions" in claim:
            return MENTIONS
        return f"{DENIES} {_plain(claim['denies'], of_type)}"
    return guard(_plain(claim, of_type))


def _plain(value: Any, of_type: Type | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return of_type.to_text(value)
    return str(value)
