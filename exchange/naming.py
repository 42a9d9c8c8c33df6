"""Refs for new items, and the participants that a main row names by their countries alone."""

from collections.abc import Iterable

from exchange.drafts import Draft
from exchange.sheets import SHORTHAND
from records import refs
from records.documents import items_of
from records.kinds import Field
from records.resolve import Resolver
from records.types import Ref

COUNTRY = "country"


def name_items(drafts: Iterable[Draft]) -> None:
    """Give every new item its ref, and add the participants of the shorthand that are missing.

    Refs are made from keys, so names ("India") are looked up for them; what is not found keeps
    its text, and is told as a fault when the documents are read.
    """
    drafts = [draft for draft in drafts if draft.unnamed or draft.shorthand]
    resolver = Resolver()
    resolver.prefetch(pair for draft in drafts for pair in _wanted(draft))
    for draft in drafts:
        add_shorthand(draft, resolver)
        for list_name, item, row, column in draft.unnamed:
            taken = {i["ref"] for i in items_of(draft.document, list_name)}
            named = _named(draft.kind.lists[list_name].fields, item, resolver)
            item["ref"] = refs.propose(list_name, named, taken)
            draft.name_place(list_name, item, row, column)


def _wanted(draft: Draft) -> Iterable[tuple[str, str]]:
    for list_name, item, _row, _column in draft.unnamed:
        for field in draft.kind.lists[list_name].fields:
            if isinstance(field.type, Ref) and isinstance(item.get(field.name), str):
                yield field.type.target, item[field.name]
    if draft.shorthand:
        yield from ((COUNTRY, text) for text in draft.shorthand)
        items = [*items_of(draft.document, SHORTHAND), *draft.dropped]
        yield from ((COUNTRY, item[COUNTRY]) for item in items if item.get(COUNTRY))


def _named(fields: Iterable[Field], item: dict, resolver: Resolver) -> dict:
    """Return an item with keys in place of names, as far as they are known."""
    found = dict(item)
    for field in fields:
        if isinstance(field.type, Ref) and isinstance(item.get(field.name), str):
            found[field.name] = _key(field.type.target, item[field.name], resolver)
    return found


def _key(target: str, text: str, resolver: Resolver) -> str:
    try:
        return resolver(target, text)
    except ValueError:
        return text


def add_shorthand(draft: Draft, resolver: Resolver) -> None:
    """Add a participant for each country that the main row names and that has none.

    Those that rows delete in the same import stay away, though the main row still names them.
    """
    items = [*items_of(draft.document, SHORTHAND), *draft.dropped]
    there = {_key(COUNTRY, item[COUNTRY], resolver) for item in items if item.get(COUNTRY)}
    for text in draft.shorthand:
        key = _key(COUNTRY, text, resolver)
        if key not in there:
            there.add(key)
            item = draft.add(SHORTHAND, {"ref": "", COUNTRY: text})
            draft.unnamed.append((SHORTHAND, item, draft.places[""][0], SHORTHAND))
