"""Search: published records of all kinds, and the countries and forces of that name."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.views.generic import TemplateView

from records import marks, search
from records.addresses import Address
from records.dates import display_short
from records.facets import VALUE
from records.kinds import get_kind, kinds
from records.listings import CountedPaginator
from records.models import Record
from records.text import fold, has_control
from vocabulary.models import Country, Force

PER_PAGE = 50
ENTRIES_SHOWN = 8


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
        tallies = dict(found.order_by().values_list("kind").annotate(n=Count("pk"))) if text else {}
        total = tallies.get(kind, 0) if kind else sum(tallies.values())
        ordered = _closest_first(found.filter(kind=kind) if kind else found, text)
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
            entries=_entries(text) if text else [],
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


def _closest_first(found: QuerySet, text: str) -> QuerySet:
    rank = Case(
        When(Q(title__iexact=text) | Q(key__iexact=text), then=Value(0)),
        When(title__istartswith=text, then=Value(1)),
        When(title__icontains=text, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.order_by(rank, "title", "key")


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
    """Return the countries and forces one of whose names has the words in it: two queries."""
    named = Q(name__icontains=text) | Q(aliases__folded__contains=fold(text))
    countries = Country.objects.filter(named | Q(iso3__iexact=text)).distinct()
    forces = Force.objects.filter(named | Q(short_name__iexact=text)).distinct()
    return [
        *({"entry": entry, "force": False} for entry in countries[:ENTRIES_SHOWN]),
        *(
            {"entry": entry, "force": bool(VALUE.match(entry.key))}
            for entry in forces.select_related("country")[:ENTRIES_SHOWN]
        ),
    ]
