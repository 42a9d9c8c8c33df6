"""The public lists of agreements, dialogues, meetings and projects."""

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.filters import AgreementFilter, DialogueFilter, MeetingFilter, ProjectFilter
from agreements.models import Agreement, Dialogue, Meeting, Project, Stage
from records.columns import (
    Cell,
    Column,
    date_column,
    evidence_column,
    listed,
    sources_column,
    title_column,
)
from records.dates import bounds, display_short
from records.listings import Listing
from records.models import Status
from vocabulary.filters import countries_along, countries_column, places_column

MEETINGS_SHOWN = 4


def _topics(record) -> str:
    return listed(topic.name for topic in record.topics.all())


class AgreementList(Listing):
    """The list of agreements and national policies."""

    model = Agreement
    filterset_class = AgreementFilter
    title = _("Agreements")
    description = _("Treaties, agreements, memoranda, joint statements and national policies.")
    columns = (
        title_column(_("Agreement")),
        Column(
            "type", _("Type"), lambda record: record.get_type_display(), ("type",), css="r-place"
        ),
        date_column(_("Signed")),
        countries_column(),
        Column("topics", _("Topics"), _topics, css="r-no"),
        sources_column(),
        evidence_column(),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 agreements"."""
        return ngettext("%(n)s agreement", "%(n)s agreements", number) % {"n": f"{number:,}"}

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Fetch the countries and topics of a page's rows along."""
        return queryset.prefetch_related("topics", countries_along())


def _meetings(record: Dialogue) -> Cell:
    if not record.meeting_count:
        return Cell()
    dates = [display_short(meeting.period) or _now("undated") for meeting in record.latest]
    dots = ", …" if record.meeting_count > len(dates) else ""
    text = f"{record.meeting_count}: {'; '.join(dates)}{dots}"
    return Cell(text, url=f"{reverse('meeting-list')}?dialogue={record.key}")


class DialogueList(Listing):
    """The list of dialogues, each with the dates of its latest meetings."""

    template_name = "agreements/dialogues.html"
    model = Dialogue
    filterset_class = DialogueFilter
    title = _("Dialogues")
    description = _("Talks that return under one name, with the meetings that are recorded.")
    default_sort = "title"
    columns = (
        title_column(_("Dialogue")),
        Column(
            "level",
            _("Level"),
            lambda record: record.get_level_display(),
            ("level",),
            css="r-place",
        ),
        Column(
            "meetings",
            _("Meetings"),
            _meetings,
            ("meeting_count",),
            css="r-date",
            up=_("fewest meetings first"),
            down=_("most meetings first"),
            down_first=True,
        ),
        countries_column(_("Members")),
        sources_column(),
        evidence_column(),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 dialogues"."""
        return ngettext("%(n)s dialogue", "%(n)s dialogues", number) % {"n": f"{number:,}"}

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Count the published meetings and fetch the latest of each dialogue along."""
        meetings = Meeting.objects.published()
        numbers = meetings.filter(dialogue=OuterRef("pk")).order_by().values("dialogue")
        numbered = Window(
            RowNumber(),
            partition_by=F("dialogue"),
            order_by=[F("period_earliest").desc(nulls_last=True), F("key").asc()],
        )
        latest = meetings.annotate(place=numbered).filter(place__lte=MEETINGS_SHOWN)
        return queryset.annotate(
            meeting_count=Coalesce(Subquery(numbers.annotate(n=Count("pk")).values("n")), 0)
        ).prefetch_related(
            Prefetch("meetings", latest.order_by("place"), to_attr="latest"), countries_along()
        )

    def more(self) -> dict:
        """Return how many meetings there are, and how many of them belong to no dialogue."""
        meetings = Meeting.objects.published().order_by()
        return {
            "meetings": meetings.aggregate(all=Count("pk"), alone=Count("pk") - Count("dialogue"))
        }


def dialogue_of(record) -> str:
    """Return the title of a meeting's dialogue, where readers see that one."""
    dialogue = record.dialogue
    return dialogue.title if dialogue and dialogue.status == Status.PUBLISHED else ""


class MeetingList(Listing):
    """The list of meetings."""

    model = Meeting
    filterset_class = MeetingFilter
    title = _("Meetings")
    description = _("Meetings of dialogues, and those that stand alone.")
    columns = (
        title_column(_("Meeting")),
        date_column(),
        places_column(),
        Column(
            "dialogue",
            _("Dialogue"),
            dialogue_of,
            ("dialogue__title",),
            css="r-no",
            up=_("by dialogue"),
            down=_("by dialogue, from Z"),
        ),
        countries_column(),
        sources_column(),
        evidence_column(),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 meetings"."""
        return ngettext("%(n)s meeting", "%(n)s meetings", number) % {"n": f"{number:,}"}

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Fetch the dialogue, places and countries of a page's rows along."""
        return queryset.select_related("dialogue").prefetch_related("places", countries_along())


def _latest_stage(record: Project) -> str:
    def order(stage: Stage) -> tuple:
        last = bounds(stage.date)[1] if stage.date else None
        return (bool(stage.date), last is not None, last or 0)

    stages = sorted(record.stages.all(), key=order)
    return stages[-1].get_stage_display() if stages else ""


class ProjectList(Listing):
    """The list of technology projects."""

    model = Project
    filterset_class = ProjectFilter
    title = _("Projects")
    description = _("Technology that countries develop, transfer or study together.")
    columns = (
        title_column(_("Project")),
        Column(
            "type", _("Type"), lambda record: record.get_type_display(), ("type",), css="r-place"
        ),
        Column("stage", _("Latest stage"), _latest_stage, css="r-no"),
        date_column(_("Since")),
        countries_column(),
        sources_column(),
        evidence_column(),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 projects"."""
        return ngettext("%(n)s project", "%(n)s projects", number) % {"n": f"{number:,}"}

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Fetch the stages and countries of a page's rows along."""
        return queryset.prefetch_related("stages", countries_along())
