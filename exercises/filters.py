"""The filters of exercises and of exercise series."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Outcome, Series
from records.dates import possibly
from records.facets import Column, Keys
from records.filters import RecordFilter
from vocabulary.filters import (
    activity_facet,
    country_facet,
    domain_facet,
    force_facet,
    place_facet,
)


class ExerciseFilter(RecordFilter):
    """The filters of the list of exercises."""

    order = (
        "country", "domain", "series", "evidence", "force", "place", "activity", "outcome",
    )  # fmt: skip
    folded = ("force", "place", "activity", "outcome")

    country = country_facet()
    force = force_facet("participations__record")
    domain = domain_facet("exercises")
    activity = activity_facet("exercises")
    place = place_facet("exercises")
    series = Keys(Series, "editions", label=_("Series"), name="title")
    outcome = Column("outcome", Outcome.choices, label=_("Outcome"))


class SeriesFilter(RecordFilter):
    """The filters of the list of series; its period is that of the editions."""

    dated = False
    period_label = _("With an edition")
    order = ("country", "domain", "evidence", "activity")
    folded = ("activity",)

    country = country_facet()
    domain = domain_facet("series")
    activity = activity_facet("series")

    def in_period(self, queryset: QuerySet) -> QuerySet:
        """Return the series with an edition that is possibly in the period."""
        editions = Exercise.objects.published().filter(possibly("period", *self.period))
        return queryset.filter(pk__in=editions.filter(series__isnull=False).values("series_id"))
