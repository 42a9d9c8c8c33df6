"""The public lists of exercises and of exercise series."""

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exercises.filters import ExerciseFilter, SeriesFilter
from exercises.models import Exercise, Series
from records.columns import (
    Cell,
    Column,
    date_column,
    evidence_column,
    listed,
    sources_column,
    title_column,
)
from records.listings import Listing
from vocabulary.filters import countries_along, countries_column, places_column


def _edition(record: Exercise) -> Cell:
    return Cell(str(record.edition or ""), before=_("edition"))


class ExerciseList(Listing):
    """The list of exercises."""

    model = Exercise
    filterset_class = ExerciseFilter
    title = _("Exercises")
    description = _("Exercises of armed forces, edition by edition, with the evidence for each.")
    columns = (
        title_column(_("Exercise")),
        Column(
            "edition",
            _("Edition"),
            _edition,
            ("edition",),
            css="r-no",
            up=_("by edition"),
            down=_("by edition, the highest first"),
            number=True,
        ),
        date_column(),
        places_column(),
        countries_column(),
        sources_column(),
        evidence_column(),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 exercises"."""
        return ngettext("%(n)s exercise", "%(n)s exercises", number) % {"n": f"{number:,}"}

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Fetch the places and countries of a page's rows along."""
        return queryset.prefetch_related("places", countries_along())


def _editions(record: Series) -> Cell:
    return Cell(str(record.edition_count or 0), after=_("editions recorded"))


def _years(record: Series) -> str:
    if not record.first_year:
        return ""
    first, last = record.first_year.year, record.last_year.year
    return str(first) if first == last else f"{first}–{last}"  # noqa: RUF001


class SeriesList(Listing):
    """The list of exercise series."""

    model = Series
    filterset_class = SeriesFilter
    title = _("Exercise series")
    description = _("Exercises that return under one name, with the editions that are recorded.")
    default_sort = "title"
    columns = (
        title_column(_("Series")),
        Column(
            "editions",
            _("Editions"),
            _editions,
            ("edition_count",),
            css="r-n",
            up=_("fewest editions first"),
            down=_("most editions first"),
            down_first=True,
            number=True,
        ),
        Column("years", _("Recorded for"), _years, css="r-date"),
        Column(
            "domains",
            _("Domains"),
            lambda record: listed(domain.name for domain in record.domains.all()),
            css="r-place",
        ),
        countries_column(_("Members")),
        sources_column(),
        evidence_column(),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 series"."""
        return ngettext("%(n)s series", "%(n)s series", number) % {"n": f"{number:,}"}

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Count the published editions and fetch what the rows show along."""
        editions = Exercise.objects.published().filter(series=OuterRef("pk")).order_by()
        editions = editions.values("series")
        return queryset.annotate(
            edition_count=Coalesce(Subquery(editions.annotate(n=Count("pk")).values("n")), 0),
            first_year=Subquery(editions.annotate(day=Min("period_earliest")).values("day")),
            last_year=Subquery(editions.annotate(day=Max("period_latest")).values("day")),
        ).prefetch_related("domains", countries_along())
