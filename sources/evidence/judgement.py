"""The judgement on one path: who agrees, who does not, how many they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from sources.evidence import values
from sources.evidence.claims import order
from sources.evidence.independence import components
from sources.evidence.model import (
    AGREED,
    CONTRADICTS,
    DENIES,
    DENIES_ANOTHER,
    DENIES_PLAN,
    DISPUTED,
    PLAN,
    RELIES,
    REPRINT,
    SAME_SOURCE,
    SINGLE,
    SUPPORTS,
    UNCITED,
    Context,
    Group,
    Statement,
    Verdict,
)

NOTHING = object()


@dataclass
class Case:
    """One path with its accepted value (None: the record has none) and its statements.

    Every question is answered from what is stated, never from the order of the statements.
    """

    path: str
    value_type: Any
    accepted: Any
    statements: list[Statement]
    context: Context
    _of: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.stated = [s for s in self.statements if s.stated]
        self.positive = [s for s in self.stated if s.positive]
        self._of = components(self.stated)

    # Values ---------------------------------------------------------------------------------

    def compatible(self, a: Any, b: Any) -> bool:
        """Tell whether two values can both be true of this path."""
        return values.compatible(a, b, self.value_type, self.context)

    def agrees(self, value: Any) -> bool:
        """Tell whether a value goes with the leading one."""
        if self.leading is NOTHING:
            return False
        if self.accepted is None:
            return self.compatible(self.leading, value)
        return values.accepts(self.accepted, value, self.value_type, self.context)

    @cached_property
    def leading(self) -> Any:
        """The accepted value, else what most sources say; reports come before plans."""
        if self.accepted is not None:
            return self.accepted
        reported = [s for s in self.positive if not s.announced]
        groups = self.grouped(reported or self.positive)
        return groups[0].value if groups else NOTHING

    # Counting -------------------------------------------------------------------------------

    def count(self, statements: Iterable[Statement]) -> int:
        """Return the number of independent sources of some statements about this path."""
        return len({self.component(s) for s in statements})

    def component(self, statement: Statement) -> str:
        """Return the name of the independent source that a statement goes back to."""
        return self._of[statement.roots[0]]

    # Disputes -------------------------------------------------------------------------------

    @cached_property
    def relevant(self) -> list[Statement]:
        """What says something, and what denies the accepted value or one that goes with it."""
        upheld = [s.value for s in self.positive if self.accepted is None or self.agrees(s.value)]
        if self.accepted is not None:
            upheld.append(self.accepted)
        return [s for s in self.stated if s.positive or self._fits_any(s.value, upheld)]

    def _fits_any(self, value: Any, others: Iterable[Any]) -> bool:
        return any(self.compatible(value, other) for other in others)

    @cached_property
    def all_planned(self) -> bool:
        """Tell whether nothing but plans speaks; the accepted value then is a plan as well."""
        return all(s.announced for s in self.relevant)

    def disputes_accepted(self, statement: Statement) -> bool:
        """Tell whether a statement and the accepted value cannot both be true."""
        if self.accepted is None or (statement.announced and not self.all_planned):
            return False
        if statement.stance == DENIES:
            return self.compatible(statement.value, self.accepted)
        return not self.agrees(statement.value)

    def clash(self, a: Statement, b: Statement) -> bool:
        """Tell whether two statements cannot both be true, as far as they claim the same."""
        if a.announced != b.announced or not (a.positive or b.positive):
            return False
        if a.positive != b.positive:
            return self.compatible(a.value, b.value)
        return not self._parts_of_accepted and not self.compatible(a.value, b.value)

    @property
    def _parts_of_accepted(self) -> bool:
        return self.value_type.name in values.SETS and self.accepted is not None

    @cached_property
    def clashing(self) -> set[tuple]:
        """The marks of all statements that dispute the accepted value or one another."""
        kinds = {self.mark(s): s for s in self.relevant}
        found = {mark for mark, s in kinds.items() if self.disputes_accepted(s)}
        for (mark, a), (other, b) in combinations(kinds.items(), 2):
            if not (mark in found and other in found) and self.clash(a, b):
                found |= {mark, other}
        return found

    def mark(self, statement: Statement) -> tuple:
        """Return what statements that say the same have in common."""
        said = values.identity(statement.value, self.value_type)
        return statement.positive, statement.announced, said

    # What each statement is worth ---------------------------------------------------------------

    @cached_property
    def weighed(self) -> list[Statement]:
        """All statements with their stance; those that count are still counted each."""
        relevant = {id(s) for s in self.relevant}
        return [self._weigh(s, id(s) in relevant) if s.stated else s for s in self.statements]

    def _weigh(self, s: Statement, relevant: bool) -> Statement:
        if s.stance == DENIES and not relevant:
            return replace(s, counted=False, why=DENIES_ANOTHER)
        stance = DENIES if s.stance == DENIES else SUPPORTS if self.agrees(s.value) else CONTRADICTS
        # A plan that came out otherwise speaks neither for what happened nor against it.
        apart = stance != SUPPORTS and self.mark(s) not in self.clashing and not self._reported(s)
        why = (PLAN if s.announced else DENIES_PLAN) if apart else ""
        return replace(s, stance=stance, counted=not apart, why=why)

    def _reported(self, plan: Statement) -> bool:
        """Tell whether a report goes with a plan, where no accepted value tells which is right."""
        reports = [s.value for s in self.positive if not s.announced]
        return self.accepted is None and plan.positive and self._fits_any(plan.value, reports)

    @cached_property
    def counting(self) -> list[Statement]:
        """What speaks for or against the leading value, repetitions included."""
        return [s for s in self.weighed if s.counted]

    def state(self) -> str:
        """Return the state of the path, the first that applies."""
        if not self.counting:
            return UNCITED
        if self.clashing:
            return DISPUTED
        return SINGLE if self.count(self.counting) == 1 else AGREED

    def sides(self) -> tuple[list[Statement], list[Statement]]:
        """Return who is for and who against the leading value.

        Where all go with it and only not with one another (9 and 10 September 2020, both in an
        accepted 2020), the value that most of those say stands for it.
        """
        for_it = [s for s in self.counting if s.stance == SUPPORTS]
        against = [s for s in self.counting if s.stance != SUPPORTS]
        quarrel = [s for s in for_it if self.mark(s) in self.clashing]
        if against or not quarrel:
            return for_it, against
        most = self.grouped(quarrel)[0].value
        both = [self.compatible(s.value, most) for s in for_it]
        against = [s for s, fits in zip(for_it, both, strict=True) if not fits]
        return [s for s, fits in zip(for_it, both, strict=True) if fits], against

    def settled(self) -> list[Statement]:
        """Return all statements; of those that go back to one source, one a side is counted."""
        for_it, against = self.sides()
        chosen: dict[int, Statement | None] = {}
        for side in (for_it, against):
            first: dict[str, Statement] = {}
            for s in sorted(side, key=_original_first):
                chosen[id(s)] = first.get(self.component(s))
                first.setdefault(self.component(s), s)
        return [_repeating(s, chosen.get(id(s))) for s in self.weighed]

    # Groups ---------------------------------------------------------------------------------

    def grouped(self, statements: Iterable[Statement]) -> list[Group]:
        """Return the statements by value: the accepted one first, then by number of sources."""
        clusters: dict[tuple, list[Statement]] = {}
        for s in statements:
            said = values.identity(s.value, self.value_type)
            clusters.setdefault((s.stance == DENIES, said), []).append(s)
        found = list(clusters.values())
        if self.value_type.name in values.NAMES:
            found = self._merged(found)
        return sorted((self._group(c) for c in found), key=self._rank)

    def _merged(self, clusters: list[list[Statement]]) -> list[list[Statement]]:
        """Return the clusters with those made one that name the same thing."""
        merged: list[list[Statement]] = []
        for cluster in clusters:
            same = [c for c in merged if any(self._one_group(cluster[0], s) for s in c)]
            merged = [c for c in merged if c not in same]
            merged.append([*(s for c in same for s in c), *cluster])
        return merged

    def _one_group(self, a: Statement, b: Statement) -> bool:
        return (a.stance == DENIES) == (b.stance == DENIES) and self._same(a.value, b.value)

    def _same(self, a: Any, b: Any) -> bool:
        return values.is_same(a, b, self.value_type, self.context)

    def _group(self, cluster: list[Statement]) -> Group:
        denied = cluster[0].stance == DENIES
        is_accepted = not denied and self.accepted is not None
        is_accepted = is_accepted and any(self._same(s.value, self.accepted) for s in cluster)
        value = self.accepted if is_accepted else _commonest([s.value for s in cluster])
        statements = tuple(sorted(cluster, key=order))
        return Group(value, statements, is_accepted, self.count(cluster), denied)

    def _rank(self, group: Group) -> tuple:
        return not group.is_accepted, group.denied, -group.sources, values.as_text(group.value)

    def verdict(self) -> Verdict:
        """Return the verdict on the path."""
        for_it, against = self.sides()
        statements = self.settled()
        return Verdict(
            path=self.path,
            state=self.state(),
            accepted=self.accepted,
            sources=self.count(self.counting),
            supporting=self.count(for_it),
            opposing=self.count(against),
            groups=tuple(self.grouped(s for s in statements if s.stated)),
            statements=tuple(statements),
        )


def _commonest(said: list) -> Any:
    counts = Counter(values.as_text(value) for value in said)
    return min(said, key=lambda v: (-counts[values.as_text(v)], values.as_text(v), repr(v)))


def _original_first(statement: Statement) -> tuple:
    return bool(statement.quoting), statement.source != statement.roots[0]


def _repeating(s: Statement, first: Statement | None) -> Statement:
    """Return the statement marked as a repetition of the one that is counted."""
    if first is None:
        return s
    if s.source == first.source:
        return replace(s, counted=False, why=SAME_SOURCE, of=first.source)
    if s.roots[0] == first.roots[0] and s.source != s.roots[0]:
        return replace(s, counted=False, why=REPRINT, of=s.roots[0])
    return replace(s, counted=False, why=RELIES, of=s.quoting or first.source)
