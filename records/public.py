"""What must hold of a record that readers see: it has evidence, and refers to nothing hidden."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from records import bulk
from records.faults import Fault
from records.kinds import CITATIONS, get_kind
from records.models import Record
from records.resolve import record_keys


def unpublished(keys: Collection[str]) -> set[str]:
    """Return those of ``keys`` that readers do not see."""
    found = set()
    for part in bulk.chunks(sorted(keys)):
        found.update(Record.objects.published().filter(key__in=part).values_list("key", flat=True))
    return set(keys) - found


def obstacles(documents: Mapping[str, dict], together: Collection[str] = ()) -> list[Fault]:
    """Return what keeps documents, record key -> document, from being public.

    ``together`` are the keys of records that are being published with them.
    """
    return [*_without_evidence(documents), *_with_hidden_references(documents, together)]


def _without_evidence(documents: Mapping[str, dict]) -> Iterable[Fault]:
    for key, document in documents.items():
        cited = get_kind(document["kind"]).cited
        if cited and not any(citation.get("claims") for citation in document[CITATIONS]):
            message = _("A record without evidence is not published: cite a source.")
            yield Fault("", message, key=key)


def _with_hidden_references(
    documents: Mapping[str, dict], together: Collection[str]
) -> Iterable[Fault]:
    together = set(together)
    wanted = {key: record_keys(document) - together for key, document in documents.items()}
    hidden = unpublished(set().union(*wanted.values())) if wanted else set()
    for key, others in wanted.items():
        for other in sorted(others & hidden):
            message = _("A published record cannot refer to “%(key)s”, which is not published.")
            hint = _("Publish that one first, or both together.")
            yield Fault("", message % {"key": other}, other, hint, key)
