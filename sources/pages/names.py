"""From the keys in documents to names: two queries, however many keys and vocabularies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Value

from records import bulk
from records.kinds import CITATIONS, get_kind, target_of
from records.models import Record, Status
from records.resolve import record_targets, references
from records.types import LocalRefs, Ref, Refs
from vocabulary.models import ENTRIES, Country, Force, Place, Platform, Unit

_VOCABULARIES = {target_of(model): model for model in ENTRIES}
# The column that tells more than the name: a short name, or what kind of thing it is.
_DETAIL = {Force: "short_name", Place: "kind", Platform: "kind", Unit: "kind"}


@dataclass(frozen=True)
class Name:
    """How a thing is called and where its page is; ``detail`` is its kind or its short name."""

    text: str
    url: str = ""
    detail: str = ""


class Names:
    """The names of all that some documents refer to, and which of it readers must not see."""

    def __init__(self, documents: Sequence[dict], more: Iterable[tuple[str, str]] = ()):
        wanted = {*more}
        for document in documents:
            wanted.update(references(document))
            wanted.update(claimed_references(document))
        records = {key for target, key in wanted if target in record_targets()}
        self._found = _vocabulary_names(wanted)
        self._records, self._hidden = _record_names(records)

    def get(self, target: str, key: str) -> Name | None:
        """Return the name of a thing, None where nothing published has that key."""
        if target in record_targets():
            return self._records.get(key)
        return self._found.get((target, key))

    def hides(self, target: str, key) -> bool:
        """Tell whether a key is that of a record which readers do not see."""
        return target in record_targets() and key in self._hidden


def claimed_references(document: dict) -> Iterable[tuple[str, str]]:
    """Yield ``(target, text)`` for what the claims of a document name; some are texts, not keys."""
    kind = get_kind(document["kind"])
    for citation in document.get(CITATIONS, []):
        for path, claim in citation.get("claims", {}).items():
            of_type = kind.type_at(path)
            if isinstance(of_type, Ref | Refs) and not isinstance(of_type, LocalRefs):
                yield from ((of_type.target, key) for key in keys_in(claim))


def keys_in(claim) -> list[str]:
    """Return the texts in a claim's value, denied ones too."""
    value = claim.get("denies") if isinstance(claim, dict) else claim
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]


def _vocabulary_names(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Name]:
    queries = []
    for target, model in _VOCABULARIES.items():
        if keys := [key for t, key in wanted if t == target]:
            queries.append(_rows(target, model, keys))
    if not queries:
        return {}
    rows = queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0]
    return {
        (target, key): Name(name, country_address(key) if target == "country" else "", detail)
        for target, key, name, detail in rows
    }


def _rows(target: str, model, keys: list[str]):
    detail = _DETAIL.get(model) or Value("", output_field=CharField())
    here = Value(target, output_field=CharField())
    return model.objects.order_by().filter(pk__in=keys).values_list(here, "key", "name", detail)


def country_address(key: str) -> str:
    """Return the address of a country's page."""
    return Country(key=key).get_absolute_url()


def _record_names(keys: set[str]) -> tuple[dict[str, Name], set[str]]:
    names, hidden = {}, set()
    for part in bulk.chunks(sorted(keys)):
        for record in Record.objects.filter(pk__in=part).only("key", "kind", "title", "status"):
            if record.status == Status.PUBLISHED:
                names[record.key] = Name(record.title, record.get_absolute_url(), record.kind)
            else:
                hidden.add(record.key)
    return names, hidden
