"""Remarks on sources that are there already, and on what comes to contradict its sources."""

from collections.abc import Iterator, Mapping
from itertools import islice, takewhile
from typing import Any

from django.utils.translation import gettext as _

from records import bulk
from records.dates import display
from records.documents import value_at
from records.kinds import CITATIONS, Kind, get_kind
from records.remarks import ALIKE, Change, Changes, Remark, check
from records.types import Type
from sources.derived import Contexts
from sources.evidence import AGREED, DISPUTED, SINGLE, UNCITED, Verdict, judged
from sources.evidence.model import SUPPORTS
from sources.models import Source

# What one remark names.
MOST = 3


@check(lambda change: change.kind == "source")
def source_twice(sources: Mapping[str, bool], changes: Changes) -> Iterator[Remark]:
    """Yield a remark on each source that has the title or the address of another."""
    found = [changes[key] for key in sources]
    for name in ("title", "url"):
        yield from _same(name, found)


def _same(name: str, changes: list[Change]) -> Iterator[Remark]:
    fresh = [change for change in changes if _is_fresh(change, name)]
    others = _others(name, fresh, changes) if fresh else {}
    for change in fresh:
        fields = change.document["fields"]
        before = takewhile(lambda pair, key=change.key: pair[0] != key, others[fields[name]])
        for key, other in islice(before, MOST):
            is_alike = change.before is None and not change.named
            is_alike = is_alike and (name == "url" or other == (fields["issued"] or ""))
            yield Remark(change.key, name, *_sentences(name, key), key, ALIKE if is_alike else "")


def _is_fresh(change: Change, name: str) -> bool:
    value = change.document["fields"][name]
    return bool(value) and not (change.before and change.before["fields"][name] == value)


def _others(name: str, fresh: list[Change], changes: list[Change]) -> dict[str, list[tuple]]:
    """Return value -> (key, date of issue) of the sources that have it, stored or coming."""
    values = sorted({change.document["fields"][name] for change in fresh})
    own = {change.key for change in changes}
    found: dict[str, list[tuple]] = {value: [] for value in values}
    for part in bulk.chunks(values):
        rows = Source.objects.filter(**{f"{name}__in": part}).order_by("key")
        for key, value, issued in rows.values_list("key", name, "period"):
            if key not in own:
                found[value].append((key, str(issued or "")))
    for change in sorted(changes, key=lambda change: change.before is None):
        fields = change.document["fields"]
        if fields[name] in found:
            found[fields[name]].append((change.key, fields["issued"] or ""))
    return found


def _sentences(name: str, key: str) -> tuple[str, str]:
    text = _("The source “%(key)s” has this title, too.")
    if name == "url":
        text = _("The source “%(key)s” has this address, too.")
    hint = _("If it is the same one, give its key, %(key)s.")
    return text % {"key": key}, hint % {"key": key}


def _touched(change: Change) -> list[str]:
    """Return the paths with claims whose value, or whose claims, are not what they were."""
    if change.before is None or CITATIONS not in change.document:
        return []
    was, now = _claims(change.before), _claims(change.document)
    return [
        path
        for path in dict.fromkeys((*was, *now))
        if value_at(change.before, path) != value_at(change.document, path)
        or (change.is_public and was.get(path) != now.get(path))
    ]


@check(_touched)
def against_sources(touched: Mapping[str, list[str]], changes: Changes) -> Iterator[Remark]:
    """Yield a remark where a value comes to contradict its sources, or loses the last of them.

    On a record that readers see, a new citation that disputes its value is told as well.
    """
    contexts = Contexts([c.document for c in changes.values() if c.kind == "source"])
    for key, paths in touched.items():
        yield from _worse(changes[key], paths, contexts.of(changes[key].kind))


def _claims(document: dict) -> dict[str, list]:
    found: dict[str, list] = {}
    for citation in document[CITATIONS]:
        for path, claim in citation.get("claims", {}).items():
            found.setdefault(path, []).append((citation["source"], claim))
    return found


def _worse(change: Change, paths: list[str], context) -> Iterator[Remark]:
    before, kind = judged(change.before, context, paths), get_kind(change.kind)
    for path, verdict in judged(change.document, context, paths).items():
        was = before[path].state
        if verdict.state == DISPUTED != was:
            yield Remark(change.key, path, _disputed(kind, path, verdict))
        elif verdict.state == UNCITED and was in (SINGLE, AGREED) and verdict.accepted is not None:
            text = _("“%(path)s” has no source any more.")
            yield Remark(change.key, path, text % {"path": path})


def _disputed(kind: Kind, path: str, verdict: Verdict) -> str:
    of_type = kind.type_at(path)
    said = dict.fromkeys(
        _("%(source)s says %(value)s") % {"source": s.source, "value": _shown(of_type, s.value)}
        for s in verdict.statements
        if s.stated and s.stance != SUPPORTS
    )
    value = _shown(of_type, verdict.accepted)
    names = {"path": path, "value": value, "said": "; ".join([*said][:MOST]).removesuffix(".")}
    return _("“%(path)s” contradicts its sources: it is %(value)s, but %(said)s.") % names


def _shown(of_type: Type | None, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if of_type and of_type.name == "date" and isinstance(value, str):
        return display(value)
    return ", ".join(value) if isinstance(value, list) else str(value)
