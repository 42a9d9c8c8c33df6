"""Which column of a foreign table fits a field of ours: by its heading, and by its values."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from exchange.mapping.called import names_of_field
from exchange.mapping.cells import NO, YES
from exchange.mapping.looking import Column, Look, Written, nearly, share
from records.kinds import Kind
from records.text import fold
from records.types import Ref, Refs, Several

# So many different values at most are taken for the codes of a list of choices.
CODES = 40


def called(field, kind: Kind, columns: Iterable[Column]) -> list[Column]:
    """Return the columns whose headings could mean a field of a kind, the likeliest first."""
    names, left = names_of_field(field, kind), list(columns)
    exact = [column for name in names for column in left if column.plain == name]
    within = [c for c in left if field.name in c.words and c not in exact]
    others = {c.plain: c for c in left if c not in exact and c not in within}
    close = difflib.get_close_matches(names[0], others, n=1, cutoff=0.85)
    return [*exact, *within, *(others[name] for name in close)]


def fitting(field, column: Column, look: Look) -> Any:
    """Return the rule by which a column gives a field; None where its values do not fit."""
    of_type, texts = field.type, column.texts
    if not texts:
        return None
    if of_type.name == "choice":
        coded = field.required and len(column.values) <= CODES
        if not coded and known_choices(field, column) <= 0.7:
            return None
        # What must be given is not missing: its mark is a word, to be matched like the others.
        is_asked = field.required and column.marks
        return {"column": column.name, "missing": []} if is_asked else column.name
    if isinstance(of_type, Ref | Refs):
        found = look.separator(column.looked_at, of_type.target, 0.5)
        fits = found and (isinstance(of_type, Refs) or not found[0])
        return rule_of([column], Written("name", found[0])) if fits else None
    if isinstance(of_type, Several):
        several = share(";" in text for text in texts) > 0.1
        return rule_of([column], Written("name", ";" if several else ""))
    return column.name if _SHAPES.get(of_type.name, _is_text)(column) else None


def known_choices(field, column: Column) -> float:
    """Return which part of a column's values are words of a field that has a list of them."""
    if field.type.name != "choice":
        return 0.0
    words = {fold(name) for word, label in field.type.choices for name in (word, str(label))}
    return share(fold(text) in words for text in column.texts)


def rule_of(columns: Sequence[Column], written: Written) -> Any:
    """Return the rule for columns of names or codes, as short as it can be written."""
    more = {"codes": "" if written.codes == "name" else written.codes}
    more = {name: text for name, text in (more | {"separator": written.separator}).items() if text}
    if len(columns) > 1:
        return {"columns": [column.name for column in columns], **more}
    return {"column": columns[0].name, **more} if more else columns[0].name


def _is_text(column: Column) -> bool:
    return share(any(sign.isalpha() for sign in text) for text in column.texts) > 0.7


def _is_number(column: Column) -> bool:
    return nearly(column.looked_at, lambda text: text.removesuffix(".0").isdigit())


def _is_address(column: Column) -> bool:
    return share(text.startswith(("http://", "https://")) for text in column.texts) > 0.7


def _is_yes_or_no(column: Column) -> bool:
    return nearly(column.looked_at, lambda text: fold(text) in YES | NO)


_SHAPES = {"int": _is_number, "url": _is_address, "bool": _is_yes_or_no}
