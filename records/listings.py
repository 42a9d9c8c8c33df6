"""A list of records: one view for every kind, which says only what is its own."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from records import downloads
from records.addresses import Address
from records.columns import SORT, YEARS_SHOWN, Column, as_bars
from records.dates import display
from records.filters import PERIOD, RecordFilter
from records.kinds import target_of
from records.models import Record

PER_PAGE = 50
OPTIONS_SHOWN = 7

GROUP_LABELS = {
    "certain": gettext_lazy("Certainly in the period"),
    "possible": gettext_lazy("Possibly in the period"),
    "undated": gettext_lazy("Without a date"),
}
GROUP_NOTES = {
    "certain": "",
    "possible": gettext_lazy("part of what their dates allow lies outside it"),
    "undated": gettext_lazy("no source that is cited gives one"),
}


class CountedPaginator(Paginator):
    """A paginator that is told how many there are, instead of asking the database again."""

    def __init__(self, objects, per_page: int, count: int):
        super().__init__(objects, per_page, allow_empty_first_page=True)
        self.count = count

    def page_near(self, text: str):
        """Return the page that ``text`` asks for, or the nearest one that there is."""
        try:
            number = int(text)
        except ValueError:
            number = 1
        return self.page(min(max(number, 1), self.num_pages))


class Listing(TemplateView):
    """A list of published records of one kind, with its filters, its order and its pages."""

    template_name = "records/list.html"
    model: ClassVar[type[Record]]
    filterset_class: ClassVar[type[RecordFilter]]
    columns: ClassVar[Sequence[Column]]
    title: ClassVar[str]
    # number -> "1 exercise", "5 exercises"
    counted: ClassVar[Callable[[int], str]]
    default_sort = "-date"
    description = ""

    def queryset(self) -> QuerySet:
        """Return what the public sees; subclasses add what the rows need to ``with_rows``."""
        return self.model.objects.published()

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Return the queryset of one page with what its rows need fetched along."""
        return queryset

    def prepared(self, rows: list) -> list:
        """Return the rows of one page with what can be worked out for all of them at once."""
        return rows

    def more(self) -> dict:
        """Return more for the template."""
        return {}

    def get(self, request, *args, **kwargs):
        """Show the list; with ``?format=``, give what its filters select as a file."""
        if not request.GET.get(downloads.FORMAT):
            return super().get(request, *args, **kwargs)
        filters = self.filterset_class(request.GET, self.queryset(), request=request)
        return downloads.answer(
            request,
            lambda: downloads.Order(filters.narrowed(), target_of(self.model)),
            self._faults(filters),
        )

    def get_context_data(self, **kwargs):
        """Return all that the template shows; a fixed number of queries, whatever the rows."""
        request = self.request
        filters = self.filterset_class(request.GET, self.queryset(), request=request)
        counts = filters.counts()
        address = self._address(filters)
        sort = self._sort()
        paginator = CountedPaginator(self._ordered(filters, sort), PER_PAGE, counts["matching"])
        page = paginator.page_near(request.GET.get("page", "1"))
        rows = self.prepared(list(page.object_list)) if counts["matching"] else []
        chips = self._chips(filters, address)
        plain = address.without(SORT)
        context = {
            "title": self.title,
            "description": self.description,
            "filters": filters,
            "counts": counts,
            "total_words": self.counted(counts["total"]),
            "page": page,
            "rows": [self._row(row, filters) for row in rows],
            "span": len(self.columns),
            "judged": any(column.name == "evidence" for column in self.columns),
            "headings": self._headings(address, sort),
            "sorted_by": self._sort_words(sort),
            "sort": "" if sort == self.default_sort else sort,
            "facets": [self._facet(name, filters) for name in filters.order],
            "chips": chips,
            "clear": address.only(SORT),
            "canonical": str(plain.plus("page", page.number) if page.number > 1 else plain),
            "faults": self._faults(filters),
            "downloads": downloads.links(lambda name: str(plain.plus(downloads.FORMAT, name))),
            "next": address.plus("page", page.number + 1) if page.has_next() else "",
            "previous": self._previous(address, page),
            "with_undated": address.plus("dates", "undated"),
            "years": as_bars(filters.years()[-YEARS_SHOWN:]) if filters.dated else None,
            "has_period": filters.has_period and filters.dated,
        }
        if not counts["matching"]:
            context["nearest"] = self._nearest(filters, chips)
        return super().get_context_data(**context, **self.more(), **kwargs)

    # what is asked for

    def _address(self, filters: RecordFilter) -> Address:
        """Return this list's address with the filters that hold, and nothing else."""
        pairs = []
        for name in filters.active:
            value = filters.form.cleaned_data[name]
            given = value if isinstance(value, list) else [filters.form.data.get(name, "").strip()]
            pairs += [(name, one) for one in given]
        if self._sort() != self.default_sort:
            pairs.append((SORT, self._sort()))
        return Address(self.request.path, pairs)

    def _sort(self) -> str:
        asked = self.request.GET.get(SORT, "")
        known = {column.name for column in self.columns if column.order}
        return asked if asked.removeprefix("-") in known else self.default_sort

    def _ordered(self, filters: RecordFilter, sort: str) -> QuerySet:
        column = next(c for c in self.columns if c.name == sort.removeprefix("-"))
        down = sort.startswith("-")
        order = [
            expression.desc(nulls_last=True) if down else expression.asc(nulls_last=True)
            for expression in (F(name) if isinstance(name, str) else name for name in column.order)
        ]
        queryset = self.with_rows(filters.narrowed())
        if filters.dated and filters.has_period:
            groups = [
                When(condition, then=Value(number))
                for number, condition in enumerate(filters.conditions().values())
            ]
            group = Case(*groups, default=Value(2), output_field=IntegerField())
            queryset = queryset.annotate(period_group=group)
            order = [F("period_group").asc(), *order]
        return queryset.order_by(*order, "key")

    # what is shown

    def _row(self, record: Record, filters: RecordFilter) -> dict:
        number = getattr(record, "period_group", None)
        group = None if number is None else list(GROUP_LABELS)[number]
        return {
            "record": record,
            "group": group,
            "group_label": GROUP_LABELS.get(group, ""),
            "group_note": GROUP_NOTES.get(group, ""),
            "cells": [column.cell_of(record) for column in self.columns[1:]],
            "title": self.columns[0].cell_of(record),
        }

    def _headings(self, address: Address, sort: str) -> list[dict]:
        return [self._heading(column, address, sort) for column in self.columns]

    def _heading(self, column: Column, address: Address, sort: str) -> dict:
        """Return a heading with the order that it has, and the address that turns it round."""
        direction, other = "", f"-{column.name}" if column.down_first else column.name
        if sort.removeprefix("-") == column.name:
            direction = "descending" if sort.startswith("-") else "ascending"
            other = column.name if direction == "descending" else f"-{column.name}"
        plain = address.without(SORT)
        url = plain if other == self.default_sort else plain.plus(SORT, other)
        return {
            "column": column,
            "direction": direction,
            "url": url if column.order else "",
            "words": column.down if other.startswith("-") else column.up,
        }

    def _sort_words(self, sort: str) -> str:
        column = next(c for c in self.columns if c.name == sort.removeprefix("-"))
        return str(column.down if sort.startswith("-") else column.up)

    def _facet(self, name: str, filters: RecordFilter) -> dict:
        facet, options = filters.filters[name], filters.options(name)
        first = [o for o in options if o.chosen] + [o for o in options if not o.chosen]
        head = first[:OPTIONS_SHOWN] if len(first) > OPTIONS_SHOWN + 2 else options
        return {
            "name": name,
            "label": facet.label,
            "every": facet.every and len(options) > 1,
            "folded": name in filters.folded,
            "open": any(option.chosen for option in options) or name in filters.form.errors,
            "options": head,
            "more": [option for option in options if option not in head],
            "errors": filters.form.errors.get(name, ()),
        }

    def _chips(self, filters: RecordFilter, address: Address) -> list[dict]:
        chips = []
        cleaned = filters.form.cleaned_data
        if cleaned.get("q"):
            chips.append(_chip("q", _("Words"), cleaned["q"], address.without("q")))
        if filters.has_period:
            without = address.without(*PERIOD)
            chips.append(_chip("since", _("Period"), _period_words(cleaned), without))
        for name, values in filters.chosen.items():
            label = filters.filters[name].label
            for value, text in values.items():
                chips.append(_chip(name, label, text, address.without(name, value=value), value))
        return chips

    def _nearest(self, filters: RecordFilter, chips: list[dict]) -> list[dict]:
        counts = filters.nearest(list(dict.fromkeys(chip["name"] for chip in chips)))
        found = []
        for name, count in counts.items():
            if count and len(counts) > 1:
                texts = [chip["text"] for chip in chips if chip["name"] == name]
                names = PERIOD if name in PERIOD else (name,)
                label = next(chip["label"] for chip in chips if chip["name"] == name)
                url = self._address(filters).only(*names)
                words = {"label": label, "text": ", ".join(texts)}
                found.append({**words, "url": url, "count": self.counted(count)})
        return found

    @staticmethod
    def _faults(filters: RecordFilter) -> list[dict]:
        return [
            {"name": name, "label": filters.filters[name].label, "text": text}
            for name, texts in filters.form.errors.items()
            for text in texts
        ]

    @staticmethod
    def _previous(address: Address, page) -> Address | str:
        if not page.has_previous():
            return ""
        number = page.number - 1
        return address.plus("page", number) if number > 1 else address


def _chip(name: str, label: str, text: str, url: Address, value: str = "") -> dict:
    return {"name": name, "label": label, "text": text, "url": url, "value": value}


def _period_words(cleaned: dict) -> str:
    since, until = display(cleaned.get("since")), display(cleaned.get("until"))
    if since and until:
        words = since if since == until else f"{since} – {until}"  # noqa: RUF001
    else:
        words = (
            _("from %(date)s") % {"date": since} if since else _("until %(date)s") % {"date": until}
        )
    notes = {"certain": _("possible dates left out"), "undated": _("undated too")}
    note = notes.get(cleaned.get("dates"))
    return f"{words}, {note}" if note else words
