"""The page of the data: the whole record as files, and what each of their columns means."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from exchange.writing.guide import RULES, guide
from exchange.writing.responses import XLSX, file_response
from exchange.writing.template import write_template
from records import downloads
from records.kinds import kinds
from records.models import Record

LISTS = (
    "exercise-list",
    "series-list",
    "agreement-list",
    "dialogue-list",
    "meeting-list",
    "project-list",
    "source-list",
)


class Data(TemplateView):
    """What there is to download, under which terms, and the key to the columns."""

    template_name = "catalogue/data.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the page; with ``?format=``, give all that is published as a file."""
        if not request.GET.get(downloads.FORMAT):
            return super().get(request, *args, **kwargs)
        order = downloads.Order(Record.objects.published())
        return downloads.answer(request, lambda: order, [], whole=True)

    def get_context_data(self, **kwargs):
        """Return the formats, the rules of the sheets and their columns."""
        address = reverse("data")
        found = downloads.links(lambda name: f"{address}?{downloads.FORMAT}={name}", whole=True)
        labels = {kind.name: kind.model._meta.verbose_name_plural for kind in kinds()}
        lists = [(reverse(name), labels[name.removesuffix("-list")]) for name in LISTS]
        return super().get_context_data(
            downloads=found, lists=lists, rules=RULES, sheets=guide(), **kwargs
        )


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Return the empty workbook to fill in, with the vocabularies as they are now."""
    if request.method == "HEAD":
        return HttpResponse(content_type=XLSX)
    return file_response(write_template, "defence-ties-template.xlsx", XLSX)
