"""A document's values and paths as a person reads them. Everything that comes out is escaped."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma, ordinal
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.dates import display, display_short
from records.documents import items_of
from records.kinds import get_kind
from sources.pages.names import Name, Names

NUMBERS = ("edition", "number")  # the sixth, not 6 of them
SIDES = ("country", "grouping")
_ITEM_NAMES = {
    "phases": ("title",),
    "deployments": ("unit", "platform"),
    "people": ("name",),
    "milestones": ("type", "place"),
    "stages": ("stage", "date"),
    "statements": ("text",),
    "aliases": ("name",),
    "identifiers": ("scheme", "value"),
    "links": ("type", "target"),
    "notes": ("number",),
}


def linked(name: Name | None, fallback: str = "") -> SafeString:
    """Return a name as a link to its page, where it has one."""
    if name is None:
        return format_html("{}", fallback)
    if not name.url:
        return format_html("{}", name.text)
    return format_html('<a href="{}">{}</a>', name.url, name.text)


def in_language(text: str, language: str) -> SafeString:
    """Return a text marked with its language where that is not English."""
    if not text or not language or language == "en":
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


def web_address(url: str, text: str = "", language: str = "") -> SafeString:
    """Return a link to another site; a text alone where the address is not http or https."""
    shown = in_language(text or url, language)
    if not url.startswith(("http://", "https://")):
        return shown
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, shown)


def joined(parts, separator: str = ", ") -> SafeString:
    """Return escaped parts with a separator between them."""
    return format_html_join(separator, "{}", ((part,) for part in parts))


class Words:
    """The words for one document: for its values, its paths, its list items."""

    def __init__(self, document: dict, names: Names):
        self.document = document
        self.kind = get_kind(document["kind"])
        self.names = names
        self.items = {
            (name, item["ref"]): item
            for name in document["lists"]
            for item in items_of(document, name)
        }

    # Values -------------------------------------------------------------------------------------

    def value(self, path: str, value: Any, short: bool = False) -> SafeString:
        """Return a value at a path in words, references linked; "" for nothing."""
        of_type = self.kind.type_at(path)
        if value is None or value == "" or value == [] or (of_type is None and value is True):
            return format_html("{}", "")
        if of_type is None:
            return self._plain(value)
        show = getattr(self, f"_show_{of_type.name}", None)
        if show is None or (isinstance(value, list) and of_type.name not in ("refs", "local")):
            return self._plain(value)
        return show(of_type, value, path.split("/")[-1], short)

    def heading(self, path: str, value: Any, short: bool = False) -> SafeString:
        """Return a value as one begins a line with it: words of a fixed list with a capital."""
        shown = self.value(path, value, short)
        of_type = self.kind.type_at(path)
        if of_type is None or of_type.name not in ("choice", "bool"):
            return shown
        return SafeString(capfirst(shown))  # its first letter aside, it is what was escaped

    def _plain(self, value: Any) -> SafeString:
        if isinstance(value, list):
            return joined(value, "; ")
        if isinstance(value, bool):
            return format_html("{}", _("yes") if value else _("no"))
        return format_html("{}", value)

    def _show_int(self, of_type, value, name, short) -> SafeString:
        if isinstance(value, bool) or not isinstance(value, int):
            return self._plain(value)
        counts = name in NUMBERS and self.kind.cited  # a source's notes are plain numbers
        return format_html("{}", ordinal(value) if counts else intcomma(value))

    def _show_url(self, of_type, value, name, short) -> SafeString:
        return web_address(str(value))

    def _show_date(self, of_type, value, name, short) -> SafeString:
        return format_html("{}", (display_short if short else display)(str(value)))

    def _show_choice(self, of_type, value, name, short) -> SafeString:
        return format_html("{}", dict(of_type.choices).get(value, value))

    def _show_ref(self, of_type, value, name, short) -> SafeString:
        return self._name(of_type.target, str(value))

    def _show_refs(self, of_type, value, name, short) -> SafeString:
        values = value if isinstance(value, list) else [value]
        return joined(self._name(of_type.target, str(v)) for v in values)

    def _name(self, target: str, key: str) -> SafeString:
        found = self.names.get(target, key)
        if found and target == "place" and self.kind.name == "exercise":
            found = Name(found.text, f"{reverse('exercise-list')}?place={key}")
        return linked(found, key)

    def _show_local(self, of_type, value, name, short) -> SafeString:
        values = value if isinstance(value, list) else [value]
        return joined(self.item_name(of_type.target, str(v)) for v in values)

    # Paths --------------------------------------------------------------------------------------

    def field_label(self, path: str) -> str:
        """Return the label of a field, of the record or of an item: "Personnel"."""
        parts = path.split("/")
        if len(parts) == 1:
            return str(capfirst(self.kind.field[path].label))
        if len(parts) == 2:
            return str(capfirst(self.kind.lists[parts[0]].model._meta.verbose_name))
        return str(capfirst(self.kind.lists[parts[0]].field[parts[2]].label))

    def label(self, path: str) -> str:
        """Return a path in words: "Participant: Australia, personnel"."""
        parts = path.split("/")
        if len(parts) == 1:
            return self.field_label(path)
        words = _("%(list)s: %(item)s") % {
            "list": self.field_label("/".join(parts[:2])),
            "item": self.item_name(parts[0], parts[1]),
        }
        return words if len(parts) == 2 else f"{words}, {self.field_label(path).lower()}"

    def item_name(self, list_name: str, ref: str) -> str:
        """Return what an item is called, in plain text; its ref if the record has no such item."""
        item = self.items.get((list_name, ref))
        if item is None:
            return ref.replace("-", " ")
        if any(side in item for side in SIDES) and list_name not in _ITEM_NAMES:
            parts = [self._text(list_name, item, name) for name in (*SIDES, "force")]
        else:
            parts = [self._text(list_name, item, name) for name in _ITEM_NAMES[list_name]]
        return ", ".join(part for part in parts if part)

    def _text(self, list_name: str, item: dict, name: str) -> str:
        value = item.get(name)
        field = self.kind.lists[list_name].field.get(name)
        if value is None or field is None:
            return ""
        if field.type.name == "ref":
            found = self.names.get(field.type.target, value)
            return found.text if found else value
        return self._plain_text(field.type, value)

    def _plain_text(self, of_type, value) -> str:
        if of_type.name == "choice":
            return str(dict(of_type.choices).get(value, value))
        return display(value) if of_type.name == "date" else str(value)

    def involved(self) -> list[SafeString]:
        """Return the countries and groupings that take part, linked, each once, by name."""
        found = {}
        for path in self.kind.involves:
            of_list, _star, name = path.partition("/*/")
            holders = items_of(self.document, of_list) if name else [self.document["fields"]]
            target = self.kind.type_at(f"{of_list}/x/{name}" if name else path).target
            for holder in holders:
                for key in _listed(holder.get(name or path)):
                    if known := self.names.get(target, key):
                        found[known.text] = linked(known)
        return [found[text] for text in sorted(found)]


def _listed(value) -> list:
    return value if isinstance(value, list) else [value] if value else []
