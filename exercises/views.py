"""The pages of exercises and of exercise series."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Outcome
from records.documents import items_of
from sources.pages import RecordDetail, RecordPage, Run, deployments


def _outcome(exercise: Exercise) -> str:
    """Return the outcome of an edition that was not simply held."""
    return "" if exercise.outcome in ("", Outcome.HELD) else exercise.get_outcome_display()


EDITIONS = Run(
    model=Exercise,
    name="editions",
    parent="series",
    number="edition",
    heading=_("Edition"),
    title=_("Editions"),
    label=_("Editions of %(name)s by year"),
    one=_("Edition %(numbers)s has no record here."),
    many=_("Editions %(numbers)s have no record here."),
    empty=_("No edition of it is recorded here."),
    within=_("In the series {}"),
    within_short=_("In the series"),
    note=_outcome,
)


class ExerciseDetail(RecordDetail):
    """The page of one edition, or of an exercise that stands alone."""

    kind = "exercise"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        series = page.names.get("series", page.document["fields"]["series"] or "")
        crumbs = [(reverse("exercise-list"), _("Exercises"))]
        return [*crumbs, (series.url, series.text)] if series else crumbs

    def add_sections(self, page: RecordPage) -> None:
        page.add_tables("phases")
        page.add_tables("participants", captions={"participants": _whole(page)})
        if fleet := deployments.fleet(page.tables):
            page.add("deployments", _("Deployments"), "record/deployments.html", fleet)
        EDITIONS.add_strip(page)
        page.add_common()


def _whole(page: RecordPage) -> str:
    if page.document["fields"]["participants_complete"] or not items_of(
        page.document, "participants"
    ):
        return ""
    return _("Those that sources name; others may have taken part.")


class SeriesDetail(RecordDetail):
    """The page of a series with all its editions."""

    kind = "series"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        return [(reverse("exercise-list"), _("Exercises")), (reverse("series-list"), _("Series"))]

    def add_sections(self, page: RecordPage) -> None:
        EDITIONS.add_table(page)
        page.add_tables("members")
        page.add_common()
