"""Claims as lines that a person types, and back: one path on each, with what the source says.

    date
    date: 2020
    places: denies bay-of-bengal
    statements/s1: mentions

A path alone takes the record's present value. What lines cannot say plainly is written as JSON.
``parsed(written(claims)) == claims`` for all claims in normal form.
"""

import json
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.cells import join_cell, split_cell
from records.claims import PathError
from records.kinds import Kind
from records.types import Bool, Int, Several

DENIES, MENTIONS = "denies", "mentions"


def parsed(kind: Kind, text: str) -> dict[str, Any]:
    """Return the claims that lines of text make; raise ``ValidationError`` with a sentence each."""
    claims: dict[str, Any] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        path, colon, said = (part.strip() for part in line.partition(":"))
        if not path:
            if said:
                problems.append(_line(number, line, _("What is claimed stands before the colon.")))
            continue
        try:
            of_type = type_at(kind, path)
            if path in claims:
                raise ValueError(_("This path stands twice."))
            claims[path] = value_said(of_type, said) if colon else None
        except ValueError as error:
            hint = _colon_hint(kind, path, colon) or getattr(error, "hint", "")
            problems.append(_line(number, line, f"{error} {hint}".strip()))
    if problems:
        raise ValidationError(problems)
    return claims


def _colon_hint(kind: Kind, line: str, colon: str) -> str:
    """Return what the line should be where only its colon is missing, else ""."""
    path, space, said = line.partition(" ")
    try:
        type_at(kind, path)
    except PathError:
        return ""
    hint = _("A colon is missing: “%(path)s: %(said)s”.") % {"path": path, "said": said.strip()}
    return hint if space and not colon else ""


def _line(number: int, line: str, message: str) -> str:
    return _("Line %(number)s, “%(line)s”: %(message)s") % {
        "number": number,
        "line": line.strip()[:80],
        "message": message,
    }


def type_at(kind: Kind, path: str):
    """Return the type at a path, None for an item as a whole; raise ``PathError``."""
    try:
        return kind.type_at(path)
    except KeyError:
        raise PathError(kind, path) from None


def value_said(of_type, text: str) -> Any:
    """Return the claim that the text after a colon makes; None where it takes the present value."""
    word, _space, rest = text.partition(" ")
    if not text:
        return None
    if text == MENTIONS:
        return {MENTIONS: True}
    if word == DENIES:
        if of_type is None:
            return {DENIES: True}
        return {DENIES: _plain(of_type, rest.strip()) if rest.strip() else None}
    return _plain(of_type, text)


def _plain(of_type, text: str) -> Any:
    if text[0] in '"[{':
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
    if of_type is None or isinstance(of_type, Bool):
        return {"yes": True, "no": False}.get(text.casefold(), text)
    if isinstance(of_type, Int) and text.isascii() and text.isdigit() and len(text) < 11:
        return int(text)
    if isinstance(of_type, Several):
        members = split_cell(text)
        return members[0] if len(members) == 1 else members
    return text


def written(kind: Kind, claims: dict[str, Any], present: Collection[str] = ()) -> str:
    """Return claims as lines; of the items ``present`` in the record, the path says all."""
    return "\n".join(_written(kind, path, claims[path], present) for path in sorted(claims))


def _written(kind: Kind, path: str, claim: Any, present: Collection[str]) -> str:
    try:
        of_type = kind.type_at(path)
    except KeyError:
        of_type = None
    if claim is True and of_type is None and path in present:
        return path
    for said in _candidates(claim):
        if said == said.strip() and "\n" not in said and value_said(of_type, said) == claim:
            return f"{path}: {said}"
    return f"{path}: {json.dumps(claim, ensure_ascii=False)}"


def _candidates(claim: Any):
    if isinstance(claim, dict):
        if claim.get(MENTIONS):
            yield MENTIONS
        elif claim.get(DENIES) is True:
            yield DENIES
        for said in _candidates(claim.get(DENIES)) if DENIES in claim else ():
            yield f"{DENIES} {said}"
        if DENIES in claim:
            yield f"{DENIES} {json.dumps(claim[DENIES], ensure_ascii=False)}"
        return
    if isinstance(claim, bool):
        yield "yes" if claim else "no"
    elif isinstance(claim, list):
        yield join_cell(claim)
    elif claim is not None:
        yield str(claim)
        yield join_cell([str(claim)])
