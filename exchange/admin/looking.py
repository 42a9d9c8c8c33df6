"""Which part of an import a page shows: an outcome, a sheet, a search, a page of it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exchange.models import Batch, BatchProblem, BatchRecord, Outcome

WARNING = "warning"
# What a preview shows, in its order.
LABELS = {
    Outcome.CONFLICT: Outcome.CONFLICT.label,
    Outcome.FAILED: Outcome.FAILED.label,
    WARNING: _("Warning"),
    Outcome.CHANGED: Outcome.CHANGED.label,
    Outcome.NEW: Outcome.NEW.label,
    Outcome.UNCHANGED: Outcome.UNCHANGED.label,
}
LONGEST = 200


def label_of(outcome: str, number: int) -> str:
    """Return what so many of an outcome are called."""
    if outcome == WARNING:
        return ngettext("Warning", "Warnings", number)
    if outcome == Outcome.CONFLICT:
        return ngettext("Conflict", "Conflicts", number)
    return str(LABELS[outcome])


@dataclass(frozen=True)
class Look:
    """What a person chose to see; "" is everything. The page counts where a list is shown alone."""

    outcome: str = ""
    sheet: str = ""
    q: str = ""
    page: str = "1"

    @classmethod
    def of(cls, request, outcomes) -> "Look":
        """Return what an address asks for; what is not known there is left out."""
        found = {
            name: request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]
            for name in ("outcome", "sheet", "q", "page")
        }
        if found["outcome"] not in outcomes:
            found["outcome"] = ""
        return cls(**found)

    def query(self, **changed: str) -> str:
        """Return the query string of this view, some of it changed; its first page unless said."""
        values = vars(replace(self, **{"page": "", **changed}))
        return "?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a sheet or a search leaves something out."""
        return bool(self.sheet or self.q)

    def records(self, found: QuerySet[BatchRecord]) -> QuerySet[BatchRecord]:
        """Return those of the records of a batch that are asked for."""
        if self.sheet:
            found = found.filter(sheet=self.sheet)
        return found.filter(self._named()) if self.q else found

    def problems(self, batch: Batch, *, warnings: bool) -> QuerySet[BatchProblem]:
        """Return those of the faults of a batch, or of its warnings, that are asked for."""
        found = batch.problems.filter(is_warning=warnings)
        if self.sheet:
            found = found.filter(sheet=self.sheet)
        if self.q:
            titled = batch.records.filter(title__icontains=self.q).values("key")
            said = Q(value__icontains=self.q) | Q(message__icontains=self.q)
            found = found.filter(Q(key__icontains=self.q) | said | Q(key__in=titled))
        return found

    def _named(self) -> Q:
        return Q(key__icontains=self.q) | Q(title__icontains=self.q)


@dataclass(frozen=True)
class Leaf:
    """One page of a list, with the addresses of its neighbours."""

    page: Page
    look: Look

    @property
    def before(self) -> str:
        """Return the address of the page before."""
        return self.look.query(page=str(self.page.previous_page_number()))

    @property
    def after(self) -> str:
        """Return the address of the page after."""
        return self.look.query(page=str(self.page.next_page_number()))


def leaf(found, look: Look, size: int) -> Leaf:
    """Return the page of a list that is asked for, the nearest where there is none of that."""
    return Leaf(Paginator(found, size).get_page(look.page), look)
