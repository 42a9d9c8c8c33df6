"""The documents of agreements, dialogues, meetings and projects."""

from django.utils.translation import gettext as _

from agreements.models import (
    Agreement,
    Dialogue,
    DialogueMember,
    Meeting,
    MeetingParticipant,
    Milestone,
    Party,
    Project,
    ProjectParty,
    Stage,
)
from records.dates import bounds
from records.faults import Fault
from records.kinds import Kind, register
from sources.documents import cited


def check_sides(list_name: str):
    """Return a check that each item of a list names a country or a grouping, and not both."""

    def check(document: dict):
        for item in document["lists"][list_name]:
            if bool(item.get("country")) == bool(item.get("grouping")):
                yield Fault(
                    f"{list_name}/{item['ref']}",
                    _("Each of these names either a country or a grouping."),
                )

    return check


def first_date(items: list[dict]) -> str | None:
    """Return the date among ``items`` that begins first; one with an open start comes last."""
    dated = [item["date"] for item in items if item.get("date")]
    return min(dated, key=lambda text: (bounds(text)[0] is None, bounds(text)[0]), default=None)


def agreement_period(document: dict) -> str | None:
    """Return the day of signature, or else the first milestone's."""
    milestones = document["lists"]["milestones"]
    signed = [item for item in milestones if item.get("type") == "signed"]
    return first_date(signed) or first_date(milestones)


AGREEMENT = register(
    Kind(
        name="agreement",
        model=Agreement,
        field_names=("title", "short_title", "type", "topics", "summary"),
        list_models=cited(parties=Party, milestones=Milestone),
        involves=("parties/*/country", "parties/*/grouping"),
        period=agreement_period,
        checks=(check_sides("parties"),),
    )
)

DIALOGUE = register(
    Kind(
        name="dialogue",
        model=Dialogue,
        field_names=("title", "level", "cadence", "topics", "summary"),
        list_models=cited(members=DialogueMember),
        involves=("members/*/country", "members/*/grouping"),
        checks=(check_sides("members"),),
    )
)

MEETING = register(
    Kind(
        name="meeting",
        model=Meeting,
        field_names=(
            "title",
            "dialogue",
            "number",
            "level",
            "date",
            "places",
            "hosts",
            "topics",
            "outcomes",
            "summary",
        ),
        list_models=cited(participants=MeetingParticipant),
        involves=("hosts", "participants/*/country", "participants/*/grouping"),
        period=lambda document: document["fields"]["date"],
        checks=(check_sides("participants"),),
        numbered=("dialogue", "number"),
    )
)

PROJECT = register(
    Kind(
        name="project",
        model=Project,
        field_names=("title", "type", "technology", "topics", "summary"),
        list_models=cited(parties=ProjectParty, stages=Stage),
        involves=("parties/*/country", "parties/*/grouping"),
        period=lambda document: first_date(document["lists"]["stages"]),
        checks=(check_sides("parties"),),
    )
)
