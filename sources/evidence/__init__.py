"""Evidence: what the citations of a document say of it, and whether they agree.

Pure functions on documents, without a database. ``verdicts`` judges every path of one document,
``summary`` counts its verdicts for a list, ``tally`` does the same sooner.

What disputes what (the first state that applies: uncited, disputed, single, agreed):

- Two statements dispute each other where their values cannot both be true, even within one source.
- One that goes with the accepted value does not become its support by being a plan or a report,
  but a plan disputes no report, nor an accepted value that rests on one; plans dispute plans.
- Sets (``refs``): a source names some members, so what it says must lie in the accepted set; two
  sources are held against each other only where the record has no value, and then must share a
  member. An accepted set may unite what two sources each say of a part.
- Places and platforms agree where one lies within the other.
- ``{"denies": value}`` disputes whatever goes with the value (of a set: any of its members); a
  denial of something else neither supports nor disputes.
- Whoever says something of a list item says that the item is there.
- What a field would refuse is compared as text.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from records.dates import compatible as dates_agree
from sources.evidence.claims import (
    MISSING,
    cited_paths,
    is_item,
    statements_of,
    value_at,
    with_parts,
)
from sources.evidence.independence import breadth, broader_through, root_through
from sources.evidence.judgement import Case
from sources.evidence.model import (
    AGREED,
    DISPUTED,
    ITEM,
    SINGLE,
    TEXT,
    UNCITED,
    Context,
    Group,
    Statement,
    Summary,
    ValueType,
    Verdict,
)
from sources.evidence.tally import tally as _tally
from sources.evidence.values import is_empty, names_of

__all__ = [
    "AGREED",
    "DISPUTED",
    "SINGLE",
    "UNCITED",
    "Context",
    "Group",
    "Statement",
    "Summary",
    "ValueType",
    "Verdict",
    "broader_through",
    "judged",
    "root_through",
    "summary",
    "tally",
    "verdicts",
]


def verdicts(document: dict, context: Context | None = None) -> dict[str, Verdict]:
    """Return the verdict of each path of a document that has a value or that a citation claims.

    The order is that of the document's fields and lists, then that of other claimed paths. Never
    raises for odd claims: validation refuses them, evidence merely finds that they differ.
    """
    context = _completed(context or Context(), document)
    found = statements_of(document, context)
    paths = cited_paths(document, found)
    return {path: _case(document, path, found, context).verdict() for path in paths}


def _case(document: dict, path: str, found: dict, context: Context) -> Case:
    accepted = _accepted(document, path)
    return Case(path, _type_of(path, context), accepted, with_parts(path, found), context)


def summary(judged: Mapping[str, Verdict]) -> Summary:
    """Return a record's verdicts in numbers; ``sources`` are the independent ones that count."""
    states = [verdict.state for verdict in judged.values()]
    counted = [s for v in judged.values() for s in v.statements if s.counted]
    return Summary(
        **{state: states.count(state) for state in (AGREED, SINGLE, DISPUTED, UNCITED)},
        disputed_paths=tuple(path for path, v in judged.items() if v.state == DISPUTED),
        sources=breadth(counted),
    )


def tally(document: dict, context: Context | None = None) -> Summary:
    """Return ``summary(verdicts(document, context))``; for many documents, much sooner."""
    return _tally(document, context or Context(), judged)


def judged(document: dict, context: Context, paths: list[str]) -> dict[str, Verdict]:
    """Return the verdicts of the paths given; see ``verdicts``."""
    context = _completed(context, document)
    found = statements_of(document, context)
    return {path: _case(document, path, found, context).verdict() for path in paths}


def _completed(context: Context, document: dict) -> Context:
    return replace(
        context,
        same_name=context.same_name or names_of(document),
        dates_agree=context.dates_agree or dates_agree,
    )


def _type_of(path: str, context: Context):
    if is_item(path):
        return ITEM
    try:
        return context.type_of(path) or TEXT
    except KeyError:
        return TEXT


def _accepted(document: dict, path: str) -> Any:
    value = value_at(document, path)
    return None if value is MISSING or is_empty(value) else value
