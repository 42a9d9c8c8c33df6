"""Links between records, from both ends."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.documents import items_of
from records.kinds import get_kind
from records.models import Link, LinkType, Record
from sources.pages.evidence import Evidence
from sources.pages.names import Name
from sources.pages.words import Words, linked

INVERSE = {
    LinkType.IMPLEMENTS: _("is implemented by"),
    LinkType.SUPERSEDES: _("is superseded by"),
    LinkType.AMENDS: _("is amended by"),
    LinkType.PART_OF: _("has as a part"),
    LinkType.DISCUSSED_AT: _("discussed"),
    LinkType.AGREED_AT: _("agreed on"),
    LinkType.RELATED: _("is related to"),
}


@dataclass(frozen=True)
class Relation:
    """One link: how, to what, and the evidence where it is the record's own."""

    how: str
    record: SafeString
    kind: str
    note: str = ""
    evidence: Evidence | None = None


def own(document: dict, words: Words, evidence: dict[str, Evidence]) -> list[Relation]:
    """Return the links that the record makes."""
    return [
        Relation(
            how=_how(LinkType(item["type"]).label),
            record=linked(words.names.get("record", item["target"])),
            kind=kind_label(words.names.get("record", item["target"])),
            note=item.get("note", ""),
            evidence=evidence.get(f"links/{item['ref']}"),
        )
        for item in items_of(document, "links")
    ]


def incoming(record: Record, document: dict) -> list[Relation]:
    """Return the links that other published records make to this one: one query."""
    known = {(item["type"], item["target"]) for item in items_of(document, "links")}
    links = Link.objects.filter(target=record.key).select_related("record")
    links = links.filter(record__in=Record.objects.published()).order_by("type", "record__title")
    found = {}
    for link in links:
        mutual = link.type == LinkType.RELATED and (link.type, link.record_id) in known
        if not mutual:
            found.setdefault((link.type, link.record_id), _from(link))
    return list(found.values())


def _from(link: Link) -> Relation:
    other = link.record
    name = Name(other.title, other.get_absolute_url(), other.kind)
    return Relation(_how(INVERSE[link.type]), linked(name), kind_label(name), link.note)


def _how(words) -> str:
    return capfirst(str(words))


def kind_label(name: Name) -> str:
    """Return what kind of record a name is of."""
    return str(get_kind(name.detail).label)
