"""The documents of exercise series and of exercises."""

from django.utils.translation import gettext as _

from exercises.models import Deployment, Exercise, Participant, Phase, Series, SeriesMember
from records.faults import Fault
from records.kinds import Kind, register
from sources.documents import cited

SERIES = register(
    Kind(
        name="series",
        model=Series,
        field_names=("title", "domains", "activities", "cadence", "objectives", "summary"),
        list_models=cited(members=SeriesMember),
        involves=("members/*/country",),
    )
)


def check_deployments(document: dict):
    """Yield a fault for each deployment of nothing, or in a phase that the record has not."""
    phases = {phase["ref"] for phase in document["lists"]["phases"]}
    for item in document["lists"]["deployments"]:
        path = f"deployments/{item['ref']}"
        if not item.get("unit") and not item.get("platform"):
            yield Fault(path, _("A deployment names a unit or a platform."))
        for phase in item.get("phases", []):
            if phase not in phases:
                hint = _("The record's phases: %(refs)s.") % {
                    "refs": ", ".join(sorted(phases)) or "-"
                }
                yield Fault(f"{path}/phases", _("The record has no such phase."), phase, hint)


EXERCISE = register(
    Kind(
        name="exercise",
        model=Exercise,
        field_names=(
            "title",
            "series",
            "edition",
            "outcome",
            "date",
            "planned",
            "hosts",
            "places",
            "domains",
            "activities",
            "participants_complete",
            "objectives",
            "summary",
        ),
        list_models=cited(phases=Phase, participants=Participant, deployments=Deployment),
        involves=("hosts", "participants/*/country", "deployments/*/country"),
        period=lambda document: document["fields"]["date"] or document["fields"]["planned"],
        checks=(check_deployments,),
        numbered=("series", "edition"),
    )
)
