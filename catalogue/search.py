"""Search: published records of all kinds, and the countries and forces of that name."""

from django.db.models import Count, QuerySet
from django.views.generic import TemplateView

from records import marks, search
from records.addresses import Address
from records.dates import display_short
from records.facets import VALUE
from records.kinds import get_kind, kinds
from records.listings import CountedPaginator
from records.models import Record
from records.text import has_control
from records.words import fold, pattern, wanted
from vocabulary import searched
from vocabulary.models import Country, Force

PER_PAGE = 50
ENTRIES_SHOWN = 8
NOT_CALLED_SO = 3


class Search(TemplateView):
    """The results for some words: a fixed number of queries, whatever is found."""

    template_name = "catalogue/search.html"

    def get_context_data(self, **kwargs):
        """Return what was found, the closest titles first."""
        given = self.request.GET.get("q", "").strip()
        problem = len(given) > search.LONGEST or has_control(given)
        text = "" if problem else given
        found = Record.objects.published().filter(search.matching(text))
        kind = self.request.GET.get("kind", "")
        kind = kind if kind in {k.name for k in kinds()} else ""
        asked = bool(wanted(text))
        tallies = (
            dict(found.order_by().values_list("kind").annotate(n=Count("pk"))) if asked else {}
        )
        total = tallies.get(kind, 0) if kind else sum(tallies.values())
        ordered = search.closest_first(found.filter(kind=kind) if kind else found, text)
        page = CountedPaginator(ordered, PER_PAGE, total).page_near(
            self.request.GET.get("page", "1")
        )
        pairs = [("q", text)] if text else []
        address = Address(self.request.path, pairs)
        here = address.plus("kind", kind) if kind else address
        return super().get_context_data(
            text=text,
            given=given[: search.LONGEST],
            problem=problem,
            entries=_entries(text) if asked else [],
            kinds=_kinds(tallies, kind, address),
            total=total,
            page=page,
            rows=[_row(record) for record in page.object_list] if total else [],
            previous=here.plus("page", page.number - 1) if page.has_previous() else "",
            next=here.plus("page", page.number + 1) if page.has_next() else "",
            canonical=str(here),
            hide_find=True,
            **kwargs,
        )


def _kinds(tallies: dict[str, int], chosen: str, address: Address) -> list[dict]:
    return [
        {
            "label": kind.model._meta.verbose_name_plural,
            "count": tallies[kind.name],
            "url": address if kind.name == chosen else address.plus("kind", kind.name),
            "chosen": kind.name == chosen,
        }
        for kind in kinds()
        if kind.name in tallies
    ]


def _row(record: Record) -> dict:
    kind = get_kind(record.kind)
    return {
        "record": record,
        "kind": kind.label,
        "date": display_short(record.period),
        "mark": marks.mark(record) if kind.cited else None,
    }


def _entries(text: str) -> list[dict]:
    """Return the countries and forces one of whose names has the words in it: three queries."""
    words, whole = wanted(text), fold(text)
    ranks: dict[str, dict[str, int]] = {"country": {}, "force": {}}
    for (target, key), names in searched.names(Country, Force).items():
        rank = min((_rank(name, words, whole) for name in names), default=NOT_CALLED_SO)
        if rank < NOT_CALLED_SO:
            ranks[target][key] = rank
    forces = Force.objects.select_related("country")
    return [
        *({"entry": c, "force": False} for c in _first(Country.objects.all(), ranks["country"])),
        *(
            {"entry": force, "force": bool(VALUE.match(force.key))}
            for force in _first(forces, ranks["force"])
        ),
    ]


def _rank(name: str, words: list[str], whole: str) -> int:
    """Return how near a folded name comes to the words: 0 is the name itself."""
    if name == whole:
        return 0
    if all(f" {word} " in f" {name} " for word in words):
        return 1
    return 2 if all(pattern(word) in f" {name}" for word in words) else NOT_CALLED_SO


def _first(entries: QuerySet, ranks: dict[str, int]) -> list:
    """Return the nearest entries of those with a rank."""
    nearest = sorted(ranks, key=lambda key: (ranks[key], key))[: 5 * ENTRIES_SHOWN]
    found = entries.filter(pk__in=nearest)
    return sorted(found, key=lambda entry: (ranks[entry.pk], entry.name))[:ENTRIES_SHOWN]
