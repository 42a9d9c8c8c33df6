"""The page of a source: what it says, what it cites, who relies on it."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from records.dates import display
from records.kinds import CITATIONS
from records.models import Record
from sources.models import Note, Source
from sources.pages import RecordDetail, RecordPage, bibliography
from sources.pages.testimony import Testimony, citing, testimony

PER_PAGE = 25
MOST = 200


class SourceDetail(RecordDetail):
    """The page of a source, its claims beside what the records accept."""

    kind = "source"
    template_name = "record/source.html"

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        return [(reverse("source-list"), _("Sources"))]

    def others(self, record: Record) -> list[Record]:
        """Return one page of the records that cite the source."""
        pages = Paginator(citing(record.key), PER_PAGE)
        self.citing = pages.get_page(self.request.GET.get("page"))
        return list(self.citing.object_list)

    def add_sections(self, page: RecordPage) -> None:
        self.say_consulted(page)
        self.add_testimony(page)
        if notes := page.tables.table("notes"):
            page.add("notes", _("What it cites"), "record/table.html", notes)
        self.add_relying(page)
        page.add_statements()
        page.add_related()
        page.add_names()

    def say_consulted(self, page: RecordPage) -> None:
        """Put into words whether one of us has read it."""
        fields = page.document["fields"]
        for fact in page.facts:
            if fact.name == "consulted":
                fact.html = format_html("{}", _consulted(fields))
            if fact.name == "language":
                fact.html = format_html("{}", _language(fields["language"]))
        page.facts = [fact for fact in page.facts if fact.name != "consulted_on"]

    def add_testimony(self, page: RecordPage) -> None:
        """Add what it says of each record, first where the record does not accept it."""
        short = {key: bibliography.surname(s) for key, s in self.load_sources().items()}
        found = [self.testimony_of(record, short) for record in self.citing.object_list]
        found = [one for one in found if one.points]
        differing = [one for one in found if one.differences]
        if differing:
            title = _("Where it differs from the record")
            page.add("differs", title, "record/differences.html", differing)
        data = {"found": found, "pages": self.citing}
        page.add("says", _("What it is cited for"), "record/testimony.html", data)

    def load_sources(self) -> dict[str, Source]:
        """Return the sources that the records of this page cite."""
        citations = [c for d in self.documents.values() for c in d.get(CITATIONS, [])]
        return bibliography.load(c[n] for c in citations for n in ("source", "quoting") if c.get(n))

    def testimony_of(self, record: Record, short: dict[str, str]) -> Testimony:
        """Return what the source says of one record; ``short`` has the names of sources."""
        key, document = self.kwargs["key"], self.documents[record.pk]
        return testimony(key, record, document, self.names, self.judge, short)

    def add_relying(self, page: RecordPage) -> None:
        """Add the sources that derive from it, and those whose notes cite it."""
        public = Source.objects.published()
        derived = public.filter(derives_from=page.record.key).order_by("title")[:MOST]
        notes = Note.objects.filter(cites=page.record.key, record__in=public)
        notes = notes.select_related("record").order_by("record__title", "number")[:MOST]
        data = {
            "derived": [bibliography.reference(source) for source in derived],
            "notes": [(bibliography.reference(note.record), note) for note in notes],
        }
        if any(data.values()):
            page.add("relying", _("Sources that rely on it"), "record/relying.html", data)


def _language(code: str) -> str:
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


def _consulted(fields: dict) -> str:
    if not fields["consulted"]:
        return _("Not read by us: known only from the sources that cite it.")
    if fields["consulted_on"]:
        return _("Read by us, %(day)s") % {"day": display(fields["consulted_on"])}
    return _("Read by us")
