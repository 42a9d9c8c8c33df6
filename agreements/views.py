"""The pages of agreements, dialogues, meetings and projects."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from agreements.models import Meeting
from records.dates import display_short
from records.marks import mark
from sources.pages import RecordDetail, RecordPage, gaps_in_numbers, strip
from sources.pages.strip import Member, in_order
from sources.pages.words import linked


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


def meetings_of(dialogue: str) -> list[Meeting]:
    """Return the published meetings of a dialogue, in order of time."""
    found = {m.key: m for m in Meeting.objects.published().filter(dialogue=dialogue)}
    return [found[member.key] for member in in_order(map(as_member, found.values()))]


def as_member(meeting: Meeting) -> Member:
    """Return a meeting as a column of the strip."""
    return Member(
        key=meeting.key,
        title=meeting.title,
        url=meeting.get_absolute_url(),
        number=meeting.number,
        period=str(meeting.period or ""),
    )


def missing_meetings(members: list[Member]) -> str:
    """Return the sentence that names the meetings without a record, or ""."""
    return gaps_in_numbers(
        members,
        _("Meeting %(numbers)s has no record here."),
        _("Meetings %(numbers)s have no record here."),
    )


class DialogueDetail(RecordDetail):
    """The page of a dialogue with all its meetings."""

    kind = "dialogue"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        return [(reverse("dialogue-list"), _("Dialogues"))]

    def add_sections(self, page: RecordPage) -> None:
        meetings = meetings_of(page.record.key)
        members = [as_member(meeting) for meeting in meetings]
        data = {
            "columns": strip(members),
            "missing": missing_meetings(members),
            "label": _("Meetings of %(dialogue)s by year") % {"dialogue": page.title},
            "numbers": _("Meeting"),
            "rows": [_row(meeting) for meeting in meetings],
            "empty": _("No meeting of it is recorded here."),
        }
        page.add("meetings", _("Meetings"), "record/editions.html", data)
        page.add_tables("members")
        page.add_common()


def _row(meeting: Meeting) -> dict:
    return {
        "number": meeting.number,
        "title": meeting.title,
        "url": meeting.get_absolute_url(),
        "date": display_short(str(meeting.period or "")),
        "note": "",
        "mark": mark(meeting),
    }


class MeetingDetail(RecordDetail):
    """The page of one meeting."""

    kind = "meeting"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        dialogue = page.names.get("dialogue", page.document["fields"]["dialogue"] or "")
        crumbs = [(reverse("dialogue-list"), _("Dialogues"))]
        return [*crumbs, (dialogue.url, dialogue.text)] if dialogue else crumbs

    def add_sections(self, page: RecordPage) -> None:
        page.add_tables("participants")
        self.add_dialogue(page)
        page.add_common()

    def add_dialogue(self, page: RecordPage) -> None:
        """Add the strip of the dialogue with this meeting marked."""
        key = page.document["fields"]["dialogue"]
        name = page.names.get("dialogue", key or "")
        if not name:
            return
        members = [as_member(meeting) for meeting in meetings_of(key)]
        title = format_html(_("In the dialogue {}"), linked(name))
        data = {"columns": strip(members, page.record.key), "missing": missing_meetings(members)}
        data["label"] = _("Meetings of %(dialogue)s by year") % {"dialogue": name.text}
        page.add("dialogue", title, "record/strip.html", data, _("In the dialogue"))
