"""One record as a page: its facts, tables, links and sources, each with its evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.documents import items_of
from records.kinds import CITATIONS, get_kind
from records.models import Record
from sources.evidence import Verdict, summary
from sources.pages import bibliography, related
from sources.pages.bibliography import Entry
from sources.pages.evidence import Evidence, build, tally
from sources.pages.names import Names
from sources.pages.public import public
from sources.pages.tables import Table, Tables
from sources.pages.words import Words, in_language, joined

# Shown elsewhere than among the facts.
APART = ("title", "summary")
# Left out where there is nothing to say; of all other fields the page says "not recorded".
OPTIONAL = (
    "short_title",
    "planned",
    "cadence",
    "objectives",
    "outcomes",
    "participants_complete",
    "activities",
    "topics",
    "technology",
    "edition",
    "number",
    "dialogue",
    "series",
    "title_translated",
    "container",
    "publisher",
    "archived_url",
    "language",
    "doi",
    "consulted_on",
    "derives_from",
)


@dataclass
class Fact:
    """One field: its label, its value, its evidence."""

    name: str
    label: str
    html: SafeString
    evidence: Evidence | None = None
    long: bool = False
    is_open: bool = False
    members: list[tuple[SafeString, str]] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[SafeString, list[Entry]]]:
        """Return the value in parts with the sources of each; one where all have the same."""
        if not self.evidence:
            return [(self.html, [])]
        each = [(html, self.evidence.entries_for(key)) for html, key in self.members]
        if any(entries != each[0][1] for _html, entries in each):
            return each
        return [(self.html, self.evidence.entries)]


@dataclass
class Section:
    """A part of the page under a heading of its own."""

    name: str
    title: str | SafeString
    template: str
    data: Any
    toc: str = ""

    @property
    def tables(self) -> list[Table]:
        """Return the tables of the section."""
        found = self.data.get("table") if isinstance(self.data, dict) else self.data
        found = getattr(found, "table", found)
        return [found] if isinstance(found, Table) else []


class RecordPage:
    """A published record, ready for its template.

    ``document`` is that of its present revision, ``judge`` gives the verdicts of a document.
    Whatever of it names an unpublished record is left out before anything else is made.
    """

    def __init__(
        self,
        record: Record,
        document: dict,
        names: Names,
        judge: Callable[[dict], dict[str, Verdict]],
    ):
        self.record = record
        self.names = names
        self.document = public(document, names)
        self.kind = get_kind(record.kind)
        self.words = Words(self.document, names)
        self.judged = judge(self.document) if self.kind.cited else {}
        self.bibliography = bibliography.Bibliography(self.document, self._sources())
        self.evidence = build(self.judged, self.words, self.bibliography)
        self.tables = Tables(self.document, self.words, self.evidence)
        self.sections: list[Section] = []

    def _sources(self) -> dict:
        keys = {c[name] for c in self.document.get(CITATIONS, []) for name in _CITED if c.get(name)}
        return bibliography.load(keys) if keys else {}

    # The head ------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the record's title."""
        return self.document["fields"]["title"]

    @property
    def kind_label(self) -> str:
        """Return the kind of record as a line begins: "Exercise"."""
        return capfirst(self.kind.label)

    @cached_property
    def kind_line(self) -> list[SafeString | str]:
        """Return the line over the title: kind, domains, countries."""
        fields = self.document["fields"]
        parts = [self.kind_label]
        for name in ("type", "level", "domains"):
            if fields.get(name):
                parts.append(self.words.heading(name, fields[name]))
        parts = list(dict.fromkeys(parts))  # not "Agreement · Agreement"
        countries = self.words.involved()
        return [*parts, *([joined(countries)] if countries else [])]

    @cached_property
    def aliases(self) -> list[SafeString]:
        """Return the other names, marked with their languages; the title is not said twice."""
        items = items_of(self.document, "aliases")
        return [
            in_language(i["name"], i.get("language", "")) for i in items if i["name"] != self.title
        ]

    @property
    def summary(self) -> str:
        """Return the summary, "" where there is none."""
        return self.document["fields"].get("summary", "")

    @property
    def summary_evidence(self) -> Evidence | None:
        """Return the evidence of the summary."""
        return self.evidence.get("summary")

    @property
    def title_language(self) -> str:
        """Return the language of a source's title where it is not English, else ""."""
        language = self.document["fields"].get("language", "")
        return "" if language == "en" else language

    @cached_property
    def tally(self):
        """Return how many facts have each verdict."""
        return tally(self.judged)

    @cached_property
    def independent(self) -> int:
        """Return the number of independent sources."""
        return summary(self.judged).sources

    # Facts ---------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> list[Fact]:
        """Return the fields that have a value or a claim, and those that ought to have one."""
        facts = [self._fact(f) for f in self.kind.fields if self._is_fact(f)]
        return facts

    def open_first_dispute(self) -> None:
        """Have the page show the ledger of its first dispute at once; the others open on demand."""
        facts = [fact for fact in self.facts if fact.evidence and fact.evidence.is_disputed]
        tables = [table for section in self.sections for table in section.tables if table.disputed]
        for shown in [*facts, *tables][:1]:
            shown.is_open = True

    def _is_fact(self, of_field) -> bool:
        if of_field.name in APART:
            return False
        value = self.document["fields"][of_field.name]
        known = value != of_field.type.empty or of_field.name in self.evidence
        return known or of_field.name not in OPTIONAL

    def _fact(self, of_field) -> Fact:
        name, value = of_field.name, self.document["fields"][of_field.name]
        html = self.words.heading(name, value)
        label = capfirst(of_field.label)
        fact = Fact(name, label, html, self.evidence.get(name), of_field.type.name == "long")
        if of_field.type.name == "refs":
            fact.members = [(self.words.value(name, [key]), key) for key in value]
        return fact

    # Sections ------------------------------------------------------------------------------------

    def add_tables(self, *names: str, captions: dict[str, str] | None = None) -> None:
        """Add a section for each of these lists that has something in it."""
        for name in names:
            table = self.tables.table(name, caption=(captions or {}).get(name, ""))
            if table:
                self.add(name, table.title, "record/table.html", table)

    def add(self, name: str, title, template: str, data: Any, toc: str = "") -> None:
        """Add a section."""
        self.sections.append(Section(name, title, template, data, toc or str(title)))

    def add_statements(self) -> None:
        """Add the sentences that fit no field."""
        if table := self.tables.table("statements"):
            self.add("statements", _("Also recorded"), "record/statements.html", table)

    def add_related(self) -> None:
        """Add the links to and from other records."""
        relations = related.own(self.document, self.words, self.evidence)
        relations += related.incoming(self.record, self.document)
        if relations:
            data = {"relations": relations, "table": self.tables.table("links")}
            self.add("related", _("Related"), "record/related.html", data)

    def add_names(self) -> None:
        """Add the names and numbers of the record with their evidence."""
        table = self.tables.table("aliases") or Table("aliases", "", [], [])
        title = self.evidence.get("title")
        if not self.kind.cited and not items_of(self.document, "identifiers"):
            return  # the head of the page has all of its names
        identifiers = self.tables.table("identifiers")
        if title or table.ledger or identifiers:
            ledger = [*([title] if title else []), *table.ledger]
            ledger += identifiers.ledger if identifiers else []
            self.add("names", _("Names"), "record/names.html", _names(self, ledger))

    def add_common(self) -> None:
        """Add what every kind of record has, in the order of a page."""
        self.add_tables("people")
        self.add_statements()
        self.add_related()
        self.add_names()

    @property
    def sources(self) -> Sequence[Entry]:
        """Return the numbered sources."""
        return self.bibliography.entries


_CITED = ("source", "quoting")


def _names(page: RecordPage, ledger: list) -> dict:
    return {
        "title": page.evidence.get("title"),
        "aliases": [
            (
                in_language(i["name"], i.get("language", "")),
                page.evidence.get(f"aliases/{i['ref']}"),
            )
            for i in items_of(page.document, "aliases")
        ],
        "identifiers": [
            (i, page.evidence.get(f"identifiers/{i['ref']}"))
            for i in items_of(page.document, "identifiers")
        ],
        "table": Table("names", _("Names"), [], [], ledger),
    }
