"""The public list of sources."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records.columns import Cell, Column, date_column, listed
from records.listings import Listing
from records.models import Status
from sources.filters import SourceFilter
from sources.models import Citation, Source


def _title(record: Source) -> Cell:
    language = record.language if record.language not in ("", "en") else ""
    return Cell(record.title, language=language, note=record.title_translated)


def _read(record: Source) -> str:
    return _now("yes") if record.consulted else _now("no")


def _cited(record: Source) -> Cell:
    after = ngettext("record cites it", "records cite it", record.citing)
    return Cell(f"{record.citing:,}", after=after)


class SourceList(Listing):
    """The list of sources, with how many records cite each."""

    model = Source
    filterset_class = SourceFilter
    title = _("Sources")
    description = _(
        "The public documents on which the record rests, and those that they rely on in turn."
    )
    columns = (
        Column(
            "title", _("Source"), _title, ("title",), up=_("by title"), down=_("by title, from Z")
        ),
        Column(
            "authors",
            _("Authors"),
            lambda record: listed(record.authors, "; "),
            css="r-who",
        ),
        Column(
            "in",
            _("Published in"),
            lambda record: record.container or record.publisher,
            ("container",),
            css="r-place",
            up=_("by publication"),
            down=_("by publication, from Z"),
        ),
        date_column(_("Issued")),
        Column(
            "grade",
            _("Grade"),
            lambda record: Cell(record.reliability, before=_now("grade")),
            ("reliability",),
            css="r-no",
            up=_("most reliable first"),
            down=_("least reliable first"),
        ),
        Column(
            "consulted",
            _("Consulted"),
            lambda r: Cell(_read(r), before=_now("consulted:")),
            css="r-no",
        ),
        Column("cited", _("Cited by"), _cited, css="r-n", number=True),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 sources"."""
        return ngettext("%(n)s source", "%(n)s sources", number) % {"n": f"{number:,}"}

    def with_rows(self, queryset: QuerySet) -> QuerySet:
        """Count the published records that cite each source of the page."""
        citing = Citation.objects.filter(
            source=OuterRef("pk"), record__status=Status.PUBLISHED
        ).order_by()
        citing = citing.values("source").annotate(n=Count("record", distinct=True)).values("n")
        return queryset.annotate(citing=Coalesce(Subquery(citing), 0))
