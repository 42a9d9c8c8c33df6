"""The preview of a batch as a page shows it: groups of records, each with its cells in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from exchange.admin.changes import Cell, cells, said
from exchange.again import Sides, conflicts
from exchange.models import Batch, BatchProblem, BatchRecord, Outcome
from exchange.planning import blank_like
from records.admin.names import Names, Words
from records.dates import display
from records.earlier import at_revisions
from records.kinds import CITATIONS, get_kind
from records.models import Record, Revision

SHORT, LONG = 15, 50


@dataclass
class Decision:
    """One cell that both sides changed: the three values in words."""

    label: str
    path: str
    base: str
    ours: str
    theirs: str


@dataclass
class Line:
    """One record of a preview, and what is to be shown of it."""

    record: BatchRecord
    cells: list[Cell] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    since: Revision | None = None
    is_there: bool = False
    date: str = ""
    citations: int = 0
    needs_citation: bool = False

    @property
    def kind_label(self) -> str:
        """Return what the record is."""
        return get_kind(self.record.kind).label

    @property
    def admin_name(self) -> str:
        """Return the name of the address of the record's form."""
        opts = get_kind(self.record.kind).model._meta
        return f"admin:{opts.app_label}_{opts.model_name}_change"


@dataclass
class Group:
    """The records of one outcome, as many as one page shows; of ``failed`` the problems."""

    outcome: Outcome
    count: int
    page: Page
    lines: list[Line] = field(default_factory=list)
    problems: list[BatchProblem] = field(default_factory=list)


def groups(batch: Batch, names: Names, outcome: str = "", page: str = "1") -> list[Group]:
    """Return the groups of a preview that have something: few of each, or all of one, paged."""
    found = []
    for name in Outcome:
        if outcome in ("", name):
            number, size = (page, LONG) if outcome else ("1", SHORT)
            found.append(_group(batch, name, Paginator(_rows(batch, name), size).get_page(number)))
    found = [group for group in found if group.page.paginator.count]
    _fill([line for group in found for line in group.lines], names)
    return found


def _rows(batch: Batch, outcome: Outcome):
    if outcome == Outcome.FAILED:
        return batch.problems.filter(is_warning=False).order_by("pk")
    return batch.records.filter(outcome=outcome).order_by("pk")


def _group(batch: Batch, outcome: Outcome, page: Page) -> Group:
    group = Group(outcome, batch.count(outcome), page)
    if outcome == Outcome.FAILED:
        group.problems = list(page)
        keys = {problem.key for problem in group.problems}
        titles = dict(batch.records.filter(key__in=keys).values_list("key", "title"))
        for problem in group.problems:
            problem.title = titles.get(problem.key, "") or problem.key
    else:
        group.lines = [Line(record) for record in page]
    return group


def _fill(lines: list[Line], names: Names) -> None:
    """Read what the lines show, in few queries, and put it in words."""
    records = [line.record for line in lines]
    there = set(
        Record.objects.filter(key__in=[r.key for r in records]).values_list("pk", flat=True)
    )
    documents = _documents(r for r in records if r.outcome in (Outcome.NEW, Outcome.CHANGED))
    sides = conflicts(records)
    since = _since(lines)
    for record in records:
        shown = documents.get(record.pk, ())
        if record.pk in sides:
            shown = (sides[record.pk].ancestor, sides[record.pk].ours, sides[record.pk].theirs)
        for document in shown:
            names.want_document(get_kind(record.kind), document)
    for line in lines:
        record = line.record
        line.is_there = record.key in there
        line.since = since.get((record.key, record.base))
        words = Words(get_kind(record.kind), names)
        if record.pk in documents:
            _describe(line, words, *documents[record.pk])
        elif record.pk in sides:
            line.decisions = _decisions(words, sides[record.pk])


def _documents(records: Iterable[BatchRecord]) -> dict[int, tuple[dict, dict]]:
    """Return id -> the document before and the one after; stored ones are in their revisions."""
    records = list(records)
    wanted = [(r.key, n) for r in records for n in (r.base, r.made) if n]
    found = at_revisions(wanted)
    pairs = {}
    for record in records:
        new = record.document or found.get((record.key, record.made))
        if new:
            pairs[record.pk] = (found.get((record.key, record.base)) or blank_like(new), new)
    return pairs


def _since(lines: list[Line]) -> dict[tuple[str, int], Revision]:
    """Return who made the present revision of what was merged or is in conflict."""
    stale = {(x.record.key, x.record.base) for x in lines if x.record.exported and x.record.base}
    keys, numbers = {key for key, _n in stale}, {n for _key, n in stale}
    rows = Revision.objects.filter(record_id__in=keys, number__in=numbers).defer("document")
    return {(row.record_id, row.number): row for row in rows} if stale else {}


def _describe(line: Line, words: Words, old: dict, new: dict) -> None:
    # A new record's title stands at its head.
    is_new = line.record.outcome == Outcome.NEW
    line.cells = [c for c in cells(words, old, new) if not (is_new and c.path == "title")]
    period = words.kind.period(new)
    line.date = display(period) if period else ""
    line.citations = len(new.get(CITATIONS, ()))
    line.needs_citation = words.kind.cited and not line.citations


def _decisions(words: Words, sides: Sides) -> list[Decision]:
    found = []
    for clash in sides.clashes:
        holder = sides.theirs if clash.theirs else sides.ours
        texts = (
            said(words, document, clash.place, value)
            for document, value in (
                (sides.ancestor, clash.base),
                (sides.ours, clash.ours),
                (sides.theirs, clash.theirs),
            )
        )
        found.append(Decision(words.label(holder, clash.place), clash.path, *texts))
    return found
