"""Refs for new items, and the participants that a main row names by their countries alone."""

from collections.abc import Iterable

from exchange.laying.drafts import Draft
from exchange.problems import Problem
from exchange.sheets import SHORTHAND
from records import refs
from records.documents import items_of
from records.resolve import Resolver

COUNTRY = "country"


def name_items(drafts: Iterable[Draft], resolver: Resolver) -> list[Problem]:
    """Give every new item its ref, and add the participants of the shorthand that are missing.

    Return what is wrong in the shorthand and is told nowhere else.

    Refs are made from keys, which columns of names ("India") have been read as; what is not found
    keeps its text, and is told as a fault when the documents are read.
    """
    problems: list[Problem] = []
    for draft in drafts:
        if draft.shorthand:
            problems += add_shorthand(draft, resolver)
        if draft.unnamed:
            give_refs(draft.document, draft.unnamed)
    return problems


def give_refs(document: dict, unnamed: Iterable[tuple[str, dict]]) -> None:
    """Give items of a document, (list, item) each, refs that no other item of the list has."""
    taken: dict[str, set[str]] = {}
    for list_name, item in unnamed:
        refs_there = taken.get(list_name)
        if refs_there is None:
            refs_there = {other["ref"] for other in items_of(document, list_name)}
            taken[list_name] = refs_there
        item["ref"] = refs.propose(list_name, item, refs_there)
        refs_there.add(item["ref"])


def add_shorthand(draft: Draft, resolver: Resolver) -> list[Problem]:
    """Add a participant for each country that the main row names and that has none.

    Those that rows delete in the same import stay away, though the main row still names them. An
    unknown name that a row of the list has as well is told at both: here it is returned.
    """
    problems: list[Problem] = []
    items = [*items_of(draft.document, SHORTHAND), *draft.dropped]
    there = {_key(item[COUNTRY], resolver)[0] for item in items if item.get(COUNTRY)}
    given = frozenset(there)
    named: set[str] = set()
    for text in draft.shorthand:
        key, fault = _key(text, resolver)
        draft.twice += (text,) if key in named else ()
        named.add(key)
        if fault and key in given:
            hint = getattr(fault, "hint", "")
            problems.append(draft.row.problem(SHORTHAND, fault, key, hint, draft.key))
        if key not in there:
            there.add(key)
            item = draft.add(SHORTHAND, {"ref": "", COUNTRY: key})
            draft.mark(SHORTHAND, item, draft.row, SHORTHAND)
            draft.is_clean = draft.is_clean and not fault
    return problems


def _key(text: str, resolver: Resolver) -> tuple[str, ValueError | None]:
    """Return the key of a country; or its text, and what is wrong with that."""
    try:
        return resolver(COUNTRY, text), None
    except ValueError as error:
        return text, error
