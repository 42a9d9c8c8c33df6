"""The pages of exercises and of exercise series."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from exercises.models import Exercise, Outcome
from records.dates import display_short
from records.documents import items_of
from records.marks import mark
from sources.pages import RecordDetail, RecordPage, deployments, gaps_in_numbers, strip
from sources.pages.strip import Member, in_order
from sources.pages.words import linked


def editions_of(series: str) -> list[Exercise]:
    """Return the published editions of a series, in order of time."""
    found = {e.key: e for e in Exercise.objects.published().filter(series=series)}
    return [found[member.key] for member in in_order(map(as_member, found.values()))]


def as_member(exercise: Exercise) -> Member:
    """Return an edition as a column of the strip."""
    return Member(
        key=exercise.key,
        title=exercise.title,
        url=exercise.get_absolute_url(),
        number=exercise.edition,
        period=str(exercise.period or ""),
    )


def missing_editions(members: list[Member]) -> str:
    """Return the sentence that names the editions without a record, or ""."""
    return gaps_in_numbers(
        members,
        _("Edition %(numbers)s has no record here."),
        _("Editions %(numbers)s have no record here."),
    )


class ExerciseDetail(RecordDetail):
    """The page of one edition, or of an exercise that stands alone."""

    kind = "exercise"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        series = page.names.get("series", page.document["fields"]["series"] or "")
        crumbs = [(reverse("exercise-list"), _("Exercises"))]
        return [*crumbs, (series.url, series.text)] if series else crumbs

    def add_sections(self, page: RecordPage) -> None:
        self.add_phases(page)
        page.add_tables("participants", captions={"participants": _whole(page)})
        if fleet := deployments.fleet(page.tables):
            page.add("deployments", _("Deployments"), "record/deployments.html", fleet)
        self.add_series(page)
        page.add_common()

    def add_phases(self, page: RecordPage) -> None:
        """Add the phases, each with what took part in it."""
        page.add_tables("phases")

    def add_series(self, page: RecordPage) -> None:
        """Add the strip of the series with this edition marked."""
        key = page.document["fields"]["series"]
        name = page.names.get("series", key or "")
        if not name:
            return
        members = [as_member(exercise) for exercise in editions_of(key)]
        title = format_html(_("In the series {}"), linked(name))
        data = {"columns": strip(members, page.record.key), "missing": missing_editions(members)}
        data["label"] = _("Editions of %(series)s by year") % {"series": name.text}
        page.add("series", title, "record/strip.html", data, _("In the series"))


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
        self.add_editions(page)
        page.add_tables("members")
        page.add_common()

    def add_editions(self, page: RecordPage) -> None:
        """Add the editions in order: the strip, the table, the numbers that are missing."""
        editions = editions_of(page.record.key)
        members = [as_member(exercise) for exercise in editions]
        data = {
            "columns": strip(members),
            "missing": missing_editions(members),
            "label": _("Editions of %(series)s by year") % {"series": page.title},
            "numbers": _("Edition"),
            "rows": [_row(exercise) for exercise in editions],
            "empty": _("No edition of it is recorded here."),
        }
        page.add("editions", _("Editions"), "record/editions.html", data)


def _row(exercise: Exercise) -> dict:
    return {
        "number": exercise.edition,
        "title": exercise.title,
        "url": exercise.get_absolute_url(),
        "date": display_short(str(exercise.period or "")),
        "note": "" if exercise.outcome in ("", Outcome.HELD) else exercise.get_outcome_display(),
        "mark": mark(exercise),
    }
