"""Ships, aircraft and units, by country: many names in few rows."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.pages.evidence import Evidence, Mark, tally
from sources.pages.tables import Table, Tables
from sources.pages.words import Words

SHIPS, AIRCRAFT, OTHERS = "ships", "aircraft", "others"
HEADINGS = {
    SHIPS: gettext_lazy("Ships"),
    AIRCRAFT: gettext_lazy("Aircraft"),
    OTHERS: gettext_lazy("Others"),
}
_GROUP = {
    "ship": SHIPS,
    "submarine": SHIPS,
    "ship_class": SHIPS,
    "submarine_class": SHIPS,
    "aircraft": AIRCRAFT,
    "helicopter": AIRCRAFT,
}
_WORDS = {"aircraft": AIRCRAFT, "helicopter": AIRCRAFT, "ship": SHIPS, "submarine": SHIPS}


@dataclass
class Deployed:
    """One ship, unit or number of aircraft."""

    html: SafeString
    group: str
    evidence: Evidence


@dataclass
class Side:
    """What one country deployed, or what no source gives to a country."""

    label: SafeString
    cells: list[tuple[str, list[Deployed]]]
    marks: list[Mark]
    anchor: str


@dataclass
class Fleet:
    """The deployments of an exercise."""

    columns: list[str]
    sides: list[Side]
    table: Table


def fleet(tables: Tables) -> Fleet | None:
    """Return the deployments by country, None where there are none."""
    table = tables.table("deployments")
    if table is None:
        return None
    by_side: dict[SafeString, list[Deployed]] = {}
    for item in tables.items("deployments"):
        label = tables.words.value(f"deployments/{item['ref']}/country", item.get("country"))
        deployed = Deployed(
            named(item, tables.words), _group(item, tables.words), _of(tables, item)
        )
        by_side.setdefault(label, []).append(deployed)
    groups = [g for g in HEADINGS if any(d.group == g for side in by_side.values() for d in side)]
    sides = [_side(label, by_side[label], groups) for label in sorted(by_side, key=_by_name)]
    return Fleet([str(HEADINGS[g]) for g in groups], sides, table)


def _of(tables: Tables, item: dict) -> Evidence:
    return tables.evidence[f"deployments/{item['ref']}"]


def _by_name(label: str) -> tuple[bool, str]:
    return not label, label.rpartition('">')[2]


def _side(label: SafeString, deployed: list[Deployed], groups: list[str]) -> Side:
    cells = [(str(HEADINGS[g]), [d for d in deployed if d.group == g]) for g in groups]
    evidence = [d.evidence for d in deployed]
    return Side(label, cells, marks(evidence), evidence[0].anchor)


def marks(evidence: list[Evidence]) -> list[Mark]:
    """Return one mark where all are alike, else how many there are of each."""
    all_of_it = [e for item in evidence for e in (item, *(p for p in item.parts if p.is_disputed))]
    found = {e.mark for e in all_of_it}
    return list(found) if len(found) == 1 else tally({e.path: e.verdict for e in all_of_it})


def named(item: dict, words: Words) -> SafeString:
    """Return a deployment in words: "JS Yugiri (Asagiri class)", "4 Su-30MKI"."""
    unit, platform = (
        words.names.get(target, item.get(target, "")) for target in ("unit", "platform")
    )
    first, second = (unit or platform), (platform if unit else None)
    html = format_html("{} ({})", first.text, second.text) if second else first.text
    if item.get("count", 1) > 1:
        html = format_html(_("{} × {}"), item["count"], html)  # noqa: RUF001
    force = words.names.get("force", item.get("force", ""))
    if force:
        html = format_html("{}, {}", html, force.detail or force.text)
    phases = words.value(f"deployments/{item['ref']}/phases", item.get("phases"))
    if phases:
        html = format_html('{} <span class="quiet">({})</span>', html, phases)
    return format_html("{}", html)


def _group(item: dict, words: Words) -> str:
    for target in ("unit", "platform"):
        if name := words.names.get(target, item.get(target, "")):
            if name.detail in _GROUP:
                return _GROUP[name.detail]
            found = [g for word, g in _WORDS.items() if word in name.text.lower()]
            if found:
                return found[0]
    return OTHERS


__all__ = ["Fleet", "fleet", "marks"]
