"""“New edition from the last one”: an add form that starts from an earlier record of its line."""

import re

from django.db.models import F
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records import store
from records.documents import items_of
from records.models import Record

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?=st|nd|rd|th|\b)(?:st|nd|rd|th)?")


def next_title(title: str) -> str:
    """Return the title that the next edition may have: the last year or number in it plus one."""
    for pattern in (_YEAR, _NUMBER):
        found = list(pattern.finditer(title))
        if found:
            last = found[-1]
            word = _plus_one(last.group())
            return title[: last.start()] + word + title[last.end() :]
    return title


def _plus_one(word: str) -> str:
    digits = re.match(r"\d+", word).group()
    number = int(digits) + 1
    return str(number) + (_ordinal(number) if len(word) > len(digits) else "")


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def last_of(records, number: str) -> Record | None:
    """Return the record of a line with the highest number, else the latest one."""
    latest = F("period_earliest").desc(nulls_last=True)
    return records.order_by(F(number).desc(nulls_last=True), latest, "-key").first()


class Successor:
    """The add form of a kind whose records follow one another: ``?after=KEY`` prefills it."""

    # the field with the edition's number, what is copied of the fields, and of each list's items
    number_field = ""
    copied_fields: tuple[str, ...] = ()
    copied_lists: dict[str, tuple[str, ...]] = {}

    def predecessor(self, request) -> dict | None:
        """Return the document of the record named in the address, if the person may see it."""
        key = request.GET.get("after", "").replace("\x00", "")
        record = self.model.objects.filter(pk=key).first() if key else None
        return store.take(record) if record and self.has_view_permission(request, record) else None

    def get_changeform_initial_data(self, request):
        """Start from the earlier record: its line, its next number, a title to correct."""
        data = super().get_changeform_initial_data(request)
        document = self.predecessor(request)
        if document is None:
            return data
        fields = document["fields"]
        number = fields[self.number_field]
        copied = {name: fields[name] for name in self.copied_fields}
        title = next_title(fields["title"])
        return {**copied, "title": title, self.number_field: number + 1 if number else None}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Say what was copied, and that none of it has a source yet."""
        document = self.predecessor(request) if add and request.method == "GET" else None
        if document:
            text = _(
                "Copied from %(title)s: %(names)s. Nothing is cited yet; remove what does not hold."
            )
            values = {"title": document["fields"]["title"], "names": self._copied(document)}
            self.message_user(request, text % values)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _copied(self, document: dict) -> str:
        """Return the labels of what an add form takes over from an earlier record."""
        fields = [self.kind.field[n] for n in self.copied_fields if document["fields"][n]]
        lists = [self.kind.lists[n] for n in self.copied_lists if items_of(document, n)]
        return ", ".join(str(part.label) for part in (*fields, *lists))

    def initial_rows(self, request) -> dict[str, list[dict]]:
        """Return the items that the lists of an add form start with; citations never."""
        document = self.predecessor(request)
        if document is None:
            return {}
        return {
            name: [{f: i[f] for f in fields if f in i} for i in items_of(document, name)]
            for name, fields in self.copied_lists.items()
        }

    def tools(self, request, obj):
        """Offer the next record of the line."""
        parent = getattr(obj, self.copied_fields[0])
        return [*super().tools(request, obj), *self.next_tool(request, parent, obj)]

    def next_tool(self, request, parent, last) -> list[tuple[str, str]]:
        """Return address and label of the form for the record after ``last``, or of ``parent``."""
        if not self.has_add_permission(request):
            return []
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_add"
        if parent is not None:
            line = self.model.objects.filter(**{self.copied_fields[0]: parent})
            last = last_of(line, self.number_field)
        query = f"after={last.key}" if last else f"{self.copied_fields[0]}={parent.key}"
        return [(f"{reverse(name)}?{query}", capfirst(self.next_label))]
