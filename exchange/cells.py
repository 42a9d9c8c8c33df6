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
# Where a program that is told of another sign between cells than ours begins one within a text.
_STARTS = r"[;|\t\r\n]"
_RUNS = r"[\"' ]*+[=+\-@＝＋－＠﹢﹣﹦﹫−]"  # noqa: RUF001
_RUNNING = re.compile(rf"{_STARTS}(?!')(?={_RUNS})")
_GUARDED_WITHIN = re.compile(rf"{_STARTS}'(?={_RUNS})")


class _Leave:
    """Stands for "the cell says nothing: leave what is there"; there is one of it."""

    def __repr__(self) -> str:
        return "LEAVE"


LEAVE = _Leave()


def guard(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet program runs: with an apostrophe before it.

    A text that has apostrophes where ``unguard`` looks for them gets one more at each, so that
    exactly one can be taken off.
    """
    return guard_start(_one_more(text) if "'" in text else text)


def guard_start(cell: str) -> str:
    """Return a cell that means what it did, with an apostrophe where its start would run."""
    if not cell or cell[0].isalnum():
        return cell
    return f"'{cell}" if _GUARDED.match(cell) else cell


def guard_within(cell: str) -> str:
    """Return a cell that means what it did, and runs nowhere if another sign divides it in CSV.

    Quotes in the middle of a cell hold nothing together: each part of it needs its apostrophe.
    """
    # Most cells have none of these: to ask for each is quicker than to search for all.
    if ";" in cell or "\n" in cell or "\t" in cell or "|" in cell or "\r" in cell:
        return _RUNNING.sub(r"\g<0>'", cell) if _RUNNING.search(cell) else cell
    return cell


def unguard(cell: str) -> str:
    """Return the text of a cell, without the apostrophes that guarding puts into it."""
    if "'" not in cell:
        return cell
    cell = _one_less(cell)
    return cell[1:] if cell[0] == "'" and _GUARDED.match(cell) else cell


def is_as_it_is(cell: str) -> bool:
    """Tell whether a cell that is not empty means its text as it stands."""
    return cell[0] not in "'[" and ("'" not in cell or not _GUARDED_WITHIN.search(cell))


def _one_more(text: str) -> str:
    return _GUARDED_WITHIN.sub(r"\g<0>'", text)


def _one_less(cell: str) -> str:
    return _GUARDED_WITHIN.sub(lambda found: found[0][0], cell)


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
        return {"denies": _one_less(text[len(DENIES) :].strip()) or None}
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
        return f"{DENIES} {_one_more(_plain(claim['denies'], of_type))}"
    return guard(_plain(claim, of_type))


def _plain(value: Any, of_type: Type | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return of_type.to_text(value)
    return str(value)
