"""The panel beside a record's form: each value, its verdict, who says what."""

from collections import Counter
from dataclasses import dataclass

from records.admin.names import Words, field_at
from records.documents import items_of, value_at
from records.kinds import CITATIONS
from records.types import Date
from sources.derived import Contexts
from sources.evidence import AGREED, DISPUTED, SINGLE, UNCITED, verdicts
from sources.evidence.labels import STATES, reason
from sources.models import Source


@dataclass(frozen=True)
class Said:
    """What one citation says: its words, its source, where its row stands in the form."""

    text: str
    source: str
    locator: str
    anchor: str
    ref: str
    reason: str
    basis: str


@dataclass(frozen=True)
class Line:
    """One path with its value in words, its verdict, and what is said of it."""

    path: str
    label: str
    value: str
    state: str
    state_label: str
    said: tuple[Said, ...]
    is_date: bool = False

    @property
    def refs(self) -> str:
        """Return the refs of the citations that speak of it."""
        return ", ".join(dict.fromkeys(said.ref for said in self.said))


def counts(found: list[Line]) -> str:
    """Return how many lines there are of each verdict: "Disputed: 1, Single source: 4"."""
    number = Counter(line.state for line in found)
    order = (DISPUTED, UNCITED, SINGLE, AGREED)
    return ", ".join(f"{STATES[state]}: {number[state]}" for state in order if number[state])


def lines(words: Words, document: dict) -> list[Line]:
    """Return the lines of the panel in the order of the document."""
    judged = verdicts(document, Contexts([document]).of(words.kind.name))
    rows = {c["ref"]: number for number, c in enumerate(items_of(document, CITATIONS))}
    return [_line(words, document, path, verdict, rows) for path, verdict in judged.items()]


def _line(words: Words, document: dict, path: str, verdict, rows: dict[str, int]) -> Line:
    parts = path.split("/")
    accepted = value_at(document, path)
    is_item = len(parts) == 2
    value = "" if is_item else words.value(field_at(words.kind, path), accepted)
    return Line(
        path=path,
        label=words.label(document, parts),
        value=value,
        state=verdict.state,
        state_label=STATES[verdict.state],
        said=tuple(_said(words, document, s, rows, value) for s in verdict.statements),
        is_date=getattr(field_at(words.kind, path), "type", None) == Date(),
    )


def _said(words: Words, document: dict, statement, rows: dict[str, int], value: str) -> Said:
    """Return what a citation says; nothing but that it does, where it says what the record has."""
    citation = next(c for c in document[CITATIONS] if c["ref"] == statement.citation)
    claim = citation["claims"].get(statement.path)
    text = "" if claim is True else words.claim(statement.path, claim)
    of = words.names.of(Source, statement.of) if statement.of else ""
    return Said(
        text="" if text == value else text,
        source=words.names.of(Source, statement.source),
        locator=statement.locator,
        anchor=f"{CITATIONS}-{rows[statement.citation]}",
        ref=statement.citation,
        reason=reason(statement, of),
        basis=statement.basis,
    )
