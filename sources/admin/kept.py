"""Claims that are stored as the source's words, because the record's field would refuse them."""

from typing import Any

from django.utils.translation import gettext as _

from records.kinds import CITATIONS, get_kind
from records.resolve import Resolver
from records.types import Date


def newly_kept(before: dict | None, document: dict) -> list[str]:
    """Return a sentence for each claim that its field would refuse and that was not there before.

    Both documents are in normal form; ``before`` is None for a new record.
    """
    had = _claims(before) if before else {}
    resolve = Resolver()
    sentences = [
        _sentence(get_kind(document["kind"]).type_at(place[1]), place, said, resolve)
        for place, said in _claims(document).items()
        if had.get(place) != said
    ]
    return [sentence for sentence in sentences if sentence]


def _claims(document: dict) -> dict[tuple[str, str], Any]:
    """Return (ref of the citation, path) -> the value that is said or denied there."""
    return {
        (citation["ref"], path): said.get("denies") if isinstance(said, dict) else said
        for citation in document.get(CITATIONS, ())
        for path, said in citation.get("claims", {}).items()
    }


def _sentence(of_type, place: tuple[str, str], said: Any, resolve: Resolver) -> str:
    if of_type is None or said is None:
        return ""
    try:
        of_type.clean(said, resolve)
    except ValueError as error:
        words = said if isinstance(said, str) else of_type.to_text(said)
        values = {"said": words, "error": error, "where": " / ".join(place)}
        if of_type == Date():
            text = _("Kept as the source's words: “%(said)s” cannot be read as a date. (%(where)s)")
        else:
            text = _("Kept as the source's words: “%(said)s”. %(error)s (%(where)s)")
        return text % values
    return ""
