"""The view of one record's page."""

import re

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from records.dates import display
from records.models import Record, Redirect
from records.present import current
from records.text import KEY_PATTERN
from sources.derived import Contexts
from sources.evidence import Verdict, verdicts
from sources.pages.names import Names
from sources.pages.page import RecordPage

_KEY = re.compile(KEY_PATTERN)


class RecordDetail(View):
    """The page of a published record of one kind.

    A former key leads to the present one for good; what is unknown or not published is not found.
    A subclass names its ``kind`` and the ``crumb`` of its list, and adds its sections.
    """

    kind = ""
    template_name = "record/detail.html"
    http_method_names = ["get", "head", "options"]

    def crumbs(self, page: RecordPage) -> list[tuple[str, str]]:
        """Return (address, label) for the way from home to this page."""
        return []

    def add_sections(self, page: RecordPage) -> None:
        """Add the sections of the kind to the page."""
        page.add_common()

    def get(self, request, key: str):
        """Answer with the page, a redirect from a former key, or 404."""
        record = self.find(key)
        if record is None:
            return self.renamed(key)
        page = self.page(record)
        self.add_sections(page)
        page.open_first_dispute()
        return render(request, self.template_name, self.context(page))

    def find(self, key: str) -> Record | None:
        """Return the published record with this key, None where there is none."""
        if not _KEY.fullmatch(key):
            raise Http404
        return Record.objects.published().filter(kind=self.kind, pk=key).first()

    def renamed(self, key: str):
        """Return the redirect from a former key; raise ``Http404``."""
        published = Record.objects.published().filter(kind=self.kind)
        former = Redirect.objects.filter(old_key=key, record__in=published)
        former = former.select_related("record").first()
        if former is None:
            raise Http404
        return HttpResponsePermanentRedirect(former.record.get_absolute_url())

    def page(self, record: Record) -> RecordPage:
        """Return the page of the record's present revision."""
        self.documents = current([record, *self.others(record)])
        self.contexts = Contexts()
        self.names = Names(list(self.documents.values()))
        return RecordPage(record, self.documents[record.pk], self.names, self.judge)

    def others(self, record: Record) -> list[Record]:
        """Return the published records whose documents the page shows besides its own."""
        return []

    def judge(self, document: dict) -> dict[str, Verdict]:
        """Return the verdicts of a document."""
        return verdicts(document, self.contexts.of(document["kind"]))

    def context(self, page: RecordPage) -> dict:
        """Return what the template is given."""
        return {
            "page": page,
            "record": page.record,
            "crumbs": self.crumbs(page),
            "here": page.title,
            "published": _day(page.record.published_on),
            "changed": _day(page.record.changed),
            "citation": self.citation(page),
        }

    def citation(self, page: RecordPage) -> str:
        """Return how to cite the record, with the revision seen and its day."""
        address = self.request.build_absolute_uri(page.record.get_absolute_url())
        return _("“%(title)s.” Defence Ties, revision %(number)s, %(day)s. %(address)s") % {
            "title": page.title.rstrip("."),
            "number": page.record.revision,
            "day": _day(page.record.changed),
            "address": address,
        }


def _day(moment) -> str:
    return display(moment.date().isoformat()) if moment else ""
