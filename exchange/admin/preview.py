"""The preview of a batch as a page shows it: groups of records, each with its cells in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Count

from exchange.admin.changes import Cell, cells
from exchange.admin.deciding import Decision, add_unfit, decisions, removals
from exchange.admin.looking import LABELS, LONGEST, WARNING, Leaf, Look, label_of, leaf
from exchange.batches.recomparing import conflicts
from exchange.models import UNFIT, Batch, BatchProblem, BatchRecord, Outcome
from exchange.planning.plans import blank_like
from records.admin.names import Names, Words
from records.dates import display
from records.earlier import at_revisions
from records.kinds import CITATIONS, get_kind
from records.models import Record, Revision

SHORT, LONG = 15, 50
MOST_FREQUENT = 10


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
    faults: list[dict] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        """Return what the record is."""
        return get_kind(self.record.kind).label

    @property
    def admin_name(self) -> str:
        """Return the name of the address of the record's form."""
        return admin_name(self.record.kind)


@dataclass
class Group:
    """The records of one outcome, as many as one page shows; problems where they failed.

    ``count`` is that of all its records, or warnings, whatever the page shows.
    """

    outcome: str
    count: int
    leaf: Leaf
    lines: list[Line] = field(default_factory=list)
    problems: list[BatchProblem] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Return what the group is called."""
        return LABELS[self.outcome]

    @property
    def found(self) -> int:
        """Return how many lines the group has, on all of its pages."""
        return self.leaf.page.paginator.count


def groups(batch: Batch, names: Names, look: Look) -> list[Group]:
    """Return the groups of a preview that have something: few of each, or all of one, paged."""
    found = [_group(batch, name, look) for name in LABELS if look.outcome in ("", name)]
    found = [group for group in found if group.found]
    _fill(batch, [line for group in found for line in group.lines], names)
    _name([problem for group in found for problem in group.problems], batch)
    return found


def _group(batch: Batch, name: str, look: Look) -> Group:
    size = LONG if look.outcome else SHORT
    here = look if look.outcome else replace(look, outcome=name, page="1")
    if name in (Outcome.FAILED, WARNING):
        rows = look.problems(batch, warnings=name == WARNING).order_by("pk")
        group = Group(name, _number(batch, name), leaf(rows, here, size))
        group.problems = list(group.leaf.page)
    else:
        rows = look.records(batch.records.filter(outcome=name)).order_by("pk")
        group = Group(name, _number(batch, name), leaf(rows, here, size))
        group.lines = [Line(record) for record in group.leaf.page]
    return group


def _number(batch: Batch, name: str) -> int:
    return batch.counts.get("warnings", 0) if name == WARNING else batch.count(name)


def frequent(batch: Batch, look: Look) -> list[tuple[int, str, str, str]]:
    """Return the faults that stand in several rows: how often, column, what, where to see them."""
    found = look.problems(batch, warnings=False).order_by().values_list("column", "message")
    often = found.annotate(n=Count("pk")).filter(n__gt=1).order_by("-n", "column", "message")
    return [
        (n, column, message, look.query(outcome=Outcome.FAILED, q=message[:LONGEST]))
        for column, message, n in often[:MOST_FREQUENT]
    ]


def counts(batch: Batch) -> list[tuple[str, str, int]]:
    """Return name, label and number of each group of a preview."""
    found = [(name, _number(batch, name)) for name in LABELS]
    return [(name, label_of(name, number), number) for name, number in found]


def _name(problems: list[BatchProblem], batch: Batch) -> None:
    """Give each problem the title of its record, and the kind of the other one that it names."""
    titles = dict(
        batch.records.filter(key__in={p.key for p in problems}).values_list("key", "title")
    )
    others = Record.objects.filter(key__in={p.other for p in problems if p.other})
    kinds = dict(others.values_list("key", "kind"))
    for problem in problems:
        problem.title = titles.get(problem.key, "")
        kind = kinds.get(problem.other)
        problem.other_name = admin_name(kind) if kind else ""


def admin_name(kind: str) -> str:
    """Return the name of the address of a record's form."""
    opts = get_kind(kind).model._meta
    return f"admin:{opts.app_label}_{opts.model_name}_change"


def _fill(batch: Batch, lines: list[Line], names: Names) -> None:
    """Read what the lines show, in few queries, and put it in words."""
    records = [line.record for line in lines]
    there = set(
        Record.objects.filter(key__in=[r.key for r in records]).values_list("pk", flat=True)
    )
    documents = _documents(r for r in records if r.outcome in (Outcome.NEW, Outcome.CHANGED))
    sides = conflicts(records)
    since = _since(lines)
    removed = removals(records, sides)
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
            side = sides[record.pk]
            line.decisions = decisions(words, side, removed.get(record.key, {}))
            line.cells = cells(words, side.theirs, side.merged)
            unfit = batch.options.get(UNFIT, {}).get(record.key, {})
            line.faults = add_unfit(line.decisions, unfit, words, side.ours)


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
