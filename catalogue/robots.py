"""What programs that read the site are told: robots.txt and the site map."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from records.models import Record
from vocabulary.models import Country
from vocabulary.views import published_involvements

# The protocol allows 50,000; fewer keep the memory and the time of one answer small.
PER_PART = 5000
PAGES = (
    "home", "exercise-list", "series-list", "agreement-list", "dialogue-list", "meeting-list",
    "project-list", "country-list", "source-list", "about", "data",
)  # fmt: skip


class Pages(Sitemap):
    """The pages that are always there."""

    def items(self) -> tuple[str, ...]:
        """Return their names."""
        return PAGES

    def location(self, item: str) -> str:
        """Return the address of a page."""
        return reverse(item)


class Records(Sitemap):
    """The published records, in parts."""

    limit = PER_PART

    def items(self) -> QuerySet:
        """Return the records by key, with no more of them than their addresses need."""
        return Record.objects.published().order_by("key").only("key", "kind", "changed")

    def lastmod(self, item: Record) -> datetime:
        """Return when a record was changed."""
        return item.changed

    def get_latest_lastmod(self) -> datetime | None:
        """Return when the latest change was made: one query, where Django would read all."""
        return Record.objects.published().aggregate(latest=Max("changed"))["latest"]


class Countries(Sitemap):
    """The countries that take part in something published."""

    def items(self) -> QuerySet:
        """Return the countries."""
        involved = published_involvements().order_by().values("country")
        return Country.objects.filter(pk__in=involved).order_by("key").only("key")


SITEMAPS = {"pages": Pages, "records": Records, "countries": Countries}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: everything may be read but the admin; where the site map is."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /theme/", "", f"Sitemap: {sitemap}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
