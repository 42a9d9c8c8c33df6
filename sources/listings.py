"""The public list of sources."""

from django.db.models import Count
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
    after = ngettext("record cites it", "records cite it", record.source_count)
    return Cell(f"{record.source_count:,}", after=after)


def _relied_on(record: Source) -> Cell:
    after = ngettext("record through others", "records through others", record.quoting_count)
    return Cell(f"{record.quoting_count:,}", after=after)


class SourceList(Listing):
    """The list of sources, with how many records cite each."""

    model = Source
    filterset_class = SourceFilter
    title = _("Sources")
    description = _(
        "The public documents on which the record rests. Records: how many cite it; "
        "through others: how many cite a source that relies on it for the fact."
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
        Column("cited", _("Records"), _cited, css="r-n", number=True),
        Column("relied", _("Through others"), _relied_on, css="r-n", number=True),
    )

    @staticmethod
    def counted(number: int) -> str:
        """Return the number in words: "5 sources"."""
        return ngettext("%(n)s source", "%(n)s sources", number) % {"n": f"{number:,}"}

    def prepared(self, rows: list[Source]) -> list[Source]:
        """Count the published records that cite each source of the page: two queries."""
        for name in ("source", "quoting"):
            counts = _records_by(name, rows)
            for row in rows:
                setattr(row, f"{name}_count", counts.get(row.pk, 0))
        return rows


def _records_by(name: str, rows: list[Source]) -> dict[str, int]:
    """Return source -> number of published records whose citations have it under ``name``."""
    citing = Citation.objects.filter(**{f"{name}__in": rows}, record__status=Status.PUBLISHED)
    return dict(citing.order_by().values_list(name).annotate(n=Count("record", distinct=True)))
