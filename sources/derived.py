"""What the evidence of each record comes to, kept beside it for lists and filters."""

from collections.abc import Callable, Sequence
from functools import cache

from records import bulk, derived
from records.kinds import get_kind
from records.refresh import refresh
from sources.evidence import Context, broader_through, root_through, tally
from sources.models import Citation, Source
from vocabulary.models import Entry, Place, Platform

COLUMNS = ("agreed", "single", "disputed", "uncited", "disputed_paths", "sources_cited")


class Contexts:
    """The contexts in which documents are judged: read once for many, one per kind.

    Sources among ``documents`` count as they stand there, stored or not.
    """

    def __init__(self, documents: Sequence[dict] = ()):
        derived_sources = Source.objects.filter(derives_from__isnull=False)
        origins = dict(derived_sources.values_list("key", "derives_from_id"))
        for document in documents:
            if document["kind"] == "source":
                origins[document["key"]] = document["fields"]["derives_from"]
        self._shared = {
            "ancestors": _within(Place),
            "within": _within(Platform),
            "origin": root_through({k: v for k, v in origins.items() if v}),
        }

        self._by_kind: dict[str, Context] = {}

    def of(self, kind_name: str) -> Context:
        """Return the context for documents of one kind."""
        if kind_name not in self._by_kind:
            type_of = get_kind(kind_name).type_at
            self._by_kind[kind_name] = Context(type_of=type_of, **self._shared)
        return self._by_kind[kind_name]


def _within(model: type[Entry]) -> Callable[[str], frozenset[str]]:
    """Return what an entry lies within; read when it is asked for, which most records do not."""

    @cache
    def read() -> Callable[[str], frozenset[str]]:
        pairs = model.objects.filter(within__isnull=False).values_list("pk", "within_id")
        return broader_through(dict(pairs))

    return lambda key: read()(key)


@derived.columns
def evidence_columns(beside: Sequence[dict]) -> derived.Columns:
    """Return what counts the verdicts of each document, beside sources; a source has none."""
    contexts = Contexts(beside)
    return lambda documents: [_counts(document, contexts) for document in documents]


def _counts(document: dict, contexts: Contexts) -> dict:
    if not get_kind(document["kind"]).cited:
        return dict(zip(COLUMNS, (0, 0, 0, 0, [], 0), strict=True))
    found = tally(document, contexts.of(document["kind"]))
    return {
        "agreed": found.agreed,
        "single": found.single,
        "disputed": found.disputed,
        "uncited": found.uncited,
        "disputed_paths": list(found.disputed_paths),
        "sources_cited": found.sources,
    }


@derived.rows
class JudgedAgain:
    """Judges the records anew that cite sources which are among the documents."""

    def __init__(self, _known: dict):
        self._sources: list[str] = []
        self._fresh: set[str] = set()

    def add(self, told: Sequence[derived.Told]) -> None:
        """Note the sources; what is stored with them is judged as it is stored."""
        self._sources += [t.key for t in told if t.document["kind"] == "source" and not t.is_new]
        self._fresh.update(t.key for t in told)

    def write(self, _again: object) -> None:
        """Judge what cites them."""
        for part in bulk.chunks(self._sources):
            citing = Citation.objects.filter(source_id__in=part) | Citation.objects.filter(
                quoting_id__in=part
            )
            refresh(set(citing.values_list("record_id", flat=True)) - self._fresh)
