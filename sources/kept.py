"""Claims that are stored as the source's words, because the record's field would refuse them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from records.documents import value_at
from records.kinds import CITATIONS, get_kind
from records.remarks import Change, Changes, Remark, check
from records.resolve import Resolver
from records.types import Date


def _fresh(change: Change) -> dict[tuple[str, str], Any]:
    """Return the claims that do not say what the record says, and were not there before."""
    others = {} if change.is_stamped else _others(change.document)
    had = _claims(change.before) if others and change.before else {}
    return {p: said for p, said in others.items() if said is not None and had.get(p) != said}


@check(_fresh)
def newly_kept(fresh: Mapping[str, dict], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each claim that its field would refuse and that was not there before."""
    resolve = Resolver()
    known: dict[tuple, str] = {}
    for key, others in fresh.items():
        for (ref, path), said in others.items():
            of_type = get_kind(changes[key].kind).type_at(path)
            mark = (of_type, repr(said))
            if mark not in known:
                known[mark] = _refused(of_type, said, resolve)
            if known[mark]:
                where = f"{CITATIONS}/{ref}/claims/{path}"
                text = f"{known[mark]} ({ref} / {path})"
                yield Remark(key, where, text)


def _others(document: dict) -> dict[tuple[str, str], Any]:
    """Return the claims that do not say just what the record says."""
    found, fields = {}, document["fields"]
    for citation in document.get(CITATIONS, ()):
        for path, said in citation.get("claims", {}).items():
            if said.__class__ is dict:
                said = said.get("denies")
            value = value_at(document, path) if "/" in path else fields.get(path)
            # A set of one is said as its member.
            if value != said and value != [said]:
                found[citation["ref"], path] = said
    return found


def _claims(document: dict) -> dict[tuple[str, str], Any]:
    """Return (ref of the citation, path) -> the value that is said or denied there."""
    return {
        (citation["ref"], path): said.get("denies") if isinstance(said, dict) else said
        for citation in document.get(CITATIONS, ())
        for path, said in citation.get("claims", {}).items()
    }


def _refused(of_type, said: Any, resolve: Resolver) -> str:
    """Return that a field of this type would refuse what a source says, or nothing."""
    if of_type is None:
        return ""
    try:
        of_type.clean(said, resolve)
    except ValueError as error:
        words = said if isinstance(said, str) else of_type.to_text(said)
        values = {"said": words, "error": error}
        if of_type == Date():
            text = _("Kept as the source's words: “%(said)s” cannot be read as a date.")
        else:
            text = _("Kept as the source's words: “%(said)s”. %(error)s")
        return text % values
    return ""
