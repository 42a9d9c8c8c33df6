"""The first page: what is in here, how much of it, what is new and what is disputed."""

from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from records import marks
from records.columns import Bar
from records.dates import display_short
from records.models import Record
from records.years import year_of_period

# The kinds that stand in time, in the order in which they are drawn; then the others.
DRAWN = ("exercise", "agreement", "meeting", "project")
OTHERS = ("series", "dialogue", "source")
YEARS_DRAWN = 40
LANE = 30
SHOWN = 6


@dataclass
class Lane:
    """One kind of record on the figure: how many a year, and how many in all."""

    kind: str
    count: int = 0
    years: dict[int, int] = field(default_factory=dict)
    bars: list[Bar] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address of the kind's list."""
        return reverse(f"{self.kind}-list")

    @property
    def label(self) -> str:
        """Return the kind's name for its number of records."""
        from records.kinds import get_kind

        names = get_kind(self.kind).model._meta
        return names.verbose_name if self.count == 1 else names.verbose_name_plural

    @property
    def words(self) -> str:
        """Return the figure in words: "2018: 4, 2019: 3"."""
        return ", ".join(f"{year}: {count}" for year, count in sorted(self.years.items()))


@dataclass
class Figure:
    """Columns a year for every kind, on one scale."""

    lanes: list[Lane]
    first: int = 0
    last: int = 0
    before: int = 0
    undated: int = 0
    ticks: list[tuple[str, int]] = field(default_factory=list)

    @property
    def table(self) -> list[tuple[int, list[int]]]:
        """Return (year, number of each lane) for every year that has a record."""
        years = sorted({year for lane in self.lanes for year in lane.years})
        return [(year, [lane.years.get(year, 0) for lane in self.lanes]) for year in years]


def figure(published: QuerySet) -> Figure:
    """Return the columns a year of the published records: one query."""
    lanes = {kind: Lane(kind) for kind in DRAWN}
    undated = 0
    rows = published.filter(kind__in=DRAWN).order_by()
    rows = rows.annotate(year=year_of_period())
    for kind, year, count in rows.values_list("kind", "year").annotate(n=Count("pk")):
        lanes[kind].count += count
        if year:
            lanes[kind].years[year] = count
        else:
            undated += count
    found = Figure(list(lanes.values()), undated=undated)
    years = [year for lane in found.lanes for year in lane.years]
    if years:
        found.last = max(years)
        found.first = max(min(years), found.last - YEARS_DRAWN + 1)
        found.before = sum(
            n for lane in found.lanes for year, n in lane.years.items() if year < found.first
        )
        _draw(found)
    return found


def _draw(found: Figure) -> None:
    step = 100 / (found.last - found.first + 1)
    most = max(max(lane.years.values()) for lane in found.lanes if lane.years)
    for lane in found.lanes:
        for year, count in sorted(lane.years.items()):
            if year >= found.first:
                x, tall = (year - found.first) * step, (LANE - 4) * count / most
                place = (f"{x + step * 0.1:.2f}%", f"{LANE - tall:.1f}", f"{step * 0.8:.2f}%")
                lane.bars.append(Bar(*place, f"{tall:.1f}", "bars"))
    every = 5 if found.last - found.first >= 10 else 1
    found.ticks = [
        (f"{(year - found.first) * step:.2f}%", year)
        for year in range(found.first, found.last + 1)
        if year % every == 0
    ]


class Home(TemplateView):
    """The home page: seven queries, whatever the records."""

    template_name = "catalogue/home.html"

    def get_context_data(self, **kwargs):
        """Return what the page shows, from published records alone."""
        published = Record.objects.published()
        others = dict(
            published.filter(kind__in=OTHERS).order_by().values_list("kind").annotate(n=Count("pk"))
        )
        disputed = published.filter(disputed__gt=0).order_by("-published_on", "key")
        newest = published.exclude(kind="source").order_by("-published_on", "-period_latest", "key")
        return super().get_context_data(
            figure=figure(published),
            others=[Lane(kind, others.get(kind, 0)) for kind in OTHERS],
            newest=[_with_date(record) for record in newest[:SHOWN]],
            disputed=[_with_date(record) for record in disputed[:SHOWN]],
            disputed_counts=self._disputed_counts(published),
            hide_find=True,
            **kwargs,
        )

    @staticmethod
    def _disputed_counts(published: QuerySet) -> list[dict]:
        rows = published.filter(disputed__gt=0).order_by().values_list("kind")
        counts = dict(rows.annotate(n=Count("pk")))
        return [
            {
                "lane": Lane(kind, counts[kind]),
                "url": f"{reverse(f'{kind}-list')}?evidence=disputed",
            }
            for kind in (*DRAWN, *OTHERS)
            if kind in counts
        ]


def _with_date(record: Record) -> dict:
    return {
        "record": record,
        "date": display_short(record.period),
        "mark": marks.mark(record),
    }
