"""The numbered sources of a page: "Rej, as cited in Walia", each with the places cited."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from records.dates import display
from records.kinds import CITATIONS
from records.models import Status
from records.text import natural
from sources.models import Source
from sources.pages.words import in_language, joined, web_address

SHORT = 36


@dataclass
class Place:
    """One place in a source that is cited: where, what is quoted, what the analyst notes."""

    locator: str
    quotation: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Entry:
    """One numbered entry of the list of sources."""

    number: int
    short: str
    source: Source
    quoting: Source | None
    places: list[Place] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Return the entry's id in the page."""
        return f"s{self.number}"

    @property
    def reference(self) -> SafeString:
        """Return the bibliographic line: of the source quoted, where one is."""
        return reference(self.quoting or self.source)

    @property
    def standing(self) -> SafeString:
        """Return what one should know of the source before relying on it."""
        return standing(self.quoting or self.source)

    @property
    def address(self) -> SafeString:
        """Return the links to the document itself."""
        return address(self.quoting or self.source)

    @property
    def through(self) -> SafeString:
        """Return "as cited in Walia", linked, or nothing."""
        if not self.quoting:
            return format_html("{}", "")
        link = format_html(
            '<a href="{}">{}</a>', self.source.get_absolute_url(), surname(self.source)
        )
        return format_html(_("As cited in {}"), link)


class Bibliography:
    """The sources of one document, numbered in the order of its citations."""

    def __init__(self, document: dict, sources: dict[str, Source]):
        self.sources = sources
        self.entries: list[Entry] = []
        self._by_pair: dict[tuple[str, str], Entry] = {}
        citations = document.get(CITATIONS, [])
        for citation in sorted(citations, key=lambda c: natural(c["ref"])):
            if citation.get("claims"):
                self._add(citation)

    def _add(self, citation: dict) -> None:
        pair = citation["source"], citation.get("quoting", "")
        if pair not in self._by_pair:
            entry = self._new(*pair)
            self._by_pair[pair] = entry
            self.entries.append(entry)
        self._by_pair[pair].places.append(_place(citation))

    def _new(self, source: str, quoting: str) -> Entry:
        found, quoted = self.sources[source], self.sources.get(quoting)
        short = surname(found)
        if quoted:
            short = _("%(quoted)s, as cited in %(source)s") % {
                "quoted": surname(quoted),
                "source": short,
            }
        return Entry(len(self.entries) + 1, short, found, quoted)

    def entry(self, source: str, quoting: str) -> Entry:
        """Return the entry of a source, or of what it quotes there."""
        return self._by_pair[source, quoting]

    def short(self, key: str) -> str:
        """Return what a source is called in a sentence, "" for one that readers do not see."""
        return surname(self.sources[key]) if key in self.sources else ""


def _place(citation: dict) -> Place:
    notes = [citation["note"]] if citation.get("note") else []
    return Place(citation.get("locator", ""), citation.get("quotation", ""), notes)


def load(keys: Iterable[str]) -> dict[str, Source]:
    """Return key -> source for those that are published: one query."""
    found = Source.objects.published().filter(pk__in=set(keys)).select_related("derives_from")
    return {source.key: source for source in found}


def surname(source: Source) -> str:
    """Return the short name by which a source is spoken of: "Rej", "Rej and Singh"."""
    names = [author.split(",")[0] for author in source.authors]
    if len(names) == 2:
        return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    if len(names) > 2:
        return _("%(first)s and others") % {"first": names[0]}
    name = names[0] if names else source.container or source.publisher or source.title
    return Truncator(name).chars(SHORT, truncate="…")


def authors(source: Source) -> str:
    """Return the authors as a bibliography names them: "Abhijnan Rej, NDTV"."""
    turned = [" ".join(reversed(a.split(", ", 1))) for a in source.authors]
    return ", ".join(turned)


def reference(source: Source) -> SafeString:
    """Return the source in full on one line, its title linked to its page here."""
    title = format_html(
        '<a href="{}">{}</a>',
        source.get_absolute_url(),
        in_language(source.title, source.language),
    )
    if source.title_translated:
        title = format_html("{} [{}]", title, source.title_translated)
    rest = [authors(source), source.container, _other_publisher(source), issued(source)]
    return format_html("{}.", joined([title, *(part for part in rest if part)]))


def _other_publisher(source: Source) -> str:
    """Return the publisher where the line does not name it already."""
    named = {source.container, *source.authors}
    return "" if source.publisher in named else source.publisher


def issued(source: Source) -> str:
    """Return the date of publication in words."""
    return display(str(source.issued or "")) or _("no date")


def address(source: Source) -> SafeString:
    """Return the links to the document itself, and to its lasting copy."""
    links = []
    if source.url:
        links.append(web_address(source.url, _host(source.url)))
    if source.archived_url:
        links.append(web_address(source.archived_url, _("Archived")))
    return joined(links, " · ")


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")


def standing(source: Source) -> SafeString:
    """Return what one should know before relying on it: reading, reprint, reliability."""
    parts = [] if source.consulted else [_("Not consulted by us.")]
    origin = source.derives_from
    if origin and origin.status == Status.PUBLISHED:
        parts.append(format_html(_("Derives from {}."), linked_source(origin)))
    if source.reliability:
        parts.append(_("Reliability %(letter)s.") % {"letter": source.reliability})
    return joined(parts, " ")


def linked_source(source: Source) -> SafeString:
    """Return the short name of a source as a link to its page."""
    return format_html('<a href="{}">{}</a>', source.get_absolute_url(), surname(source))


__all__ = ["Bibliography", "Entry", "authors", "load", "reference", "surname"]
