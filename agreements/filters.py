"""The filters of agreements, dialogues, meetings and projects."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementType, Dialogue, Level, Meeting, ProjectType, StageName
from records.dates import possibly
from records.facets import Column, KeysOrNone
from records.filters import RecordFilter
from vocabulary.filters import country_facet, place_facet, topic_facet


class AgreementFilter(RecordFilter):
    """The filters of the list of agreements; the period is that of the signature."""

    order = ("country", "type", "evidence", "topic")
    folded = ("topic",)

    country = country_facet()
    type = Column("type", AgreementType.choices, label=_("Type"))
    topic = topic_facet("agreements")


class DialogueFilter(RecordFilter):
    """The filters of the list of dialogues; the period is that of their meetings."""

    dated = False
    period_label = _("With a meeting")
    order = ("country", "level", "evidence", "topic")
    folded = ("topic",)

    country = country_facet()
    level = Column("level", Level.choices, label=_("Level"))
    topic = topic_facet("dialogues")

    def in_period(self, queryset: QuerySet) -> QuerySet:
        """Return the dialogues with a meeting that is possibly in the period."""
        meetings = Meeting.objects.published().filter(possibly("period", *self.period))
        return queryset.filter(pk__in=meetings.filter(dialogue__isnull=False).values("dialogue_id"))


class MeetingFilter(RecordFilter):
    """The filters of the list of meetings."""

    order = ("country", "dialogue", "level", "evidence", "place", "topic")
    folded = ("place", "topic")

    country = country_facet()
    dialogue = KeysOrNone(
        Dialogue,
        "meetings",
        "dialogue",
        label=_("Dialogue"),
        name="title",
        none_label=_("of no dialogue"),
    )
    level = Column("level", Level.choices, label=_("Level"))
    place = place_facet("meetings")
    topic = topic_facet("meetings")


class ProjectFilter(RecordFilter):
    """The filters of the list of projects; the period is that of their first stage."""

    order = ("country", "type", "stage", "evidence", "topic")
    folded = ("topic",)

    country = country_facet()
    type = Column("type", ProjectType.choices, label=_("Type"))
    stage = Column("stages__stage", StageName.choices, label=_("Stage reached"))
    topic = topic_facet("projects")
