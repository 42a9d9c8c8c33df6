"""The pages of agreements, dialogues, meetings and projects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Meeting
from sources.pages import RecordDetail, RecordPage, Run


class AgreementDetail(RecordDetail):
    """The page of an agreement or a national policy."""

    kind = "agreement"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        return [(reverse("agreement-list"), _("Agreements"))]

    def add_sections(self, page: RecordPage) -> None:
        page.add_tables("milestones", "parties")
        page.add_common()


class ProjectDetail(RecordDetail):
    """The page of a technology project."""

    kind = "project"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        return [(reverse("project-list"), _("Projects"))]

    def add_sections(self, page: RecordPage) -> None:
        page.add_tables("stages", "parties")
        page.add_common()


MEETINGS = Run(
    model=Meeting,
    name="meetings",
    parent="dialogue",
    number="number",
    heading=_("Meeting"),
    title=_("Meetings"),
    label=_("Meetings of %(name)s by year"),
    one=_("Meeting %(numbers)s has no record here."),
    many=_("Meetings %(numbers)s have no record here."),
    empty=_("No meeting of it is recorded here."),
    within=_("In the dialogue {}"),
    within_short=_("In the dialogue"),
)


class DialogueDetail(RecordDetail):
    """The page of a dialogue with all its meetings."""

    kind = "dialogue"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        return [(reverse("dialogue-list"), _("Dialogues"))]

    def add_sections(self, page: RecordPage) -> None:
        MEETINGS.add_table(page)
        page.add_tables("members")
        page.add_common()


class MeetingDetail(RecordDetail):
    """The page of one meeting."""

    kind = "meeting"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        dialogue = page.names.get("dialogue", page.document["fields"]["dialogue"] or "")
        crumbs = [(reverse("dialogue-list"), _("Dialogues"))]
        return [*crumbs, (dialogue.url, dialogue.text)] if dialogue else crumbs

    def add_sections(self, page: RecordPage) -> None:
        page.add_tables("participants")
        MEETINGS.add_strip(page)
        page.add_common()
