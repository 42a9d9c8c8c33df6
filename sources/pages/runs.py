"""What follows one another under one name: editions in a series, meetings in a dialogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.html import format_html

from records.dates import display_short
from records.marks import mark
from sources.pages.page import RecordPage
from sources.pages.strip import Member, gaps_in_numbers, in_order, strip
from sources.pages.words import linked


@dataclass(frozen=True)
class Run:
    """Editions or meetings: where they stand, and the words that pages have for them.

    ``name`` is that of the section, ``parent`` the field that names the series or dialogue,
    ``number`` the one that counts.
    ``one`` and ``many`` tell with %(numbers)s which have no record, ``label`` with %(name)s what
    the strip shows, ``within`` with {} under which name; ``note`` gives a remark on a member.
    """

    model: type[Model]
    name: str
    parent: str
    number: str
    heading: Any
    title: Any
    label: Any
    one: Any
    many: Any
    empty: Any
    within: Any
    within_short: Any
    note: Callable[[Any], str] = lambda record: ""

    def add_table(self, page: RecordPage) -> None:
        """Add to the page of a series or dialogue all its members: strip, table, gaps."""
        records = self._records(page.record.key)
        data = {
            **self._strip(records, page.title),
            "numbers": self.heading,
            "rows": [self._row(record) for record in records],
            "empty": self.empty,
        }
        page.add(self.name, self.title, "record/editions.html", data)

    def add_strip(self, page: RecordPage) -> None:
        """Add to the page of a member the strip in which it stands, where readers see that."""
        key = page.document["fields"][self.parent]
        name = page.names.get(self.parent, key or "")
        if name:
            data = self._strip(self._records(key), name.text, page.record.key)
            title = format_html(str(self.within), linked(name))
            page.add(self.parent, title, "record/strip.html", data, self.within_short)

    def _records(self, key: str) -> list:
        """Return the published members, in order of time."""
        found = {r.key: r for r in self.model.objects.published().filter(**{self.parent: key})}
        return [found[member.key] for member in in_order(map(self._member, found.values()))]

    def _member(self, record: Any) -> Member:
        return Member(
            key=record.key,
            title=record.title,
            url=record.get_absolute_url(),
            number=getattr(record, self.number),
            period=str(record.period or ""),
        )

    def _strip(self, records: list, name: str, current: str = "") -> dict:
        members = [self._member(record) for record in records]
        return {
            "columns": strip(members, current),
            "missing": gaps_in_numbers(members, str(self.one), str(self.many)),
            "label": str(self.label) % {"name": name},
        }

    def _row(self, record: Any) -> dict:
        return {
            "number": getattr(record, self.number),
            "title": record.title,
            "url": record.get_absolute_url(),
            "date": display_short(str(record.period or "")),
            "note": self.note(record),
            "mark": mark(record),
        }
