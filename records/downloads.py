"""Downloads of lists: the formats that there are, and what a list answers to ``?format=``.

An app above registers the formats; a list hands over the records that its filters select.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from records.turns import Busy, Turns

FORMAT = "format"
# Seconds after which to come again where too many files are being made.
RETRY_AFTER = 30
_turns = Turns()


class Unwritable(Exception):
    """Raised with a sentence where a format cannot hold what is to be written."""


@dataclass(frozen=True)
class Order:
    """What is wanted: records of one kind, or of all where ``kind`` is empty.

    ``everything`` tells that unpublished ones are among them, which readers must never get.
    ``fields`` and ``lists`` are those that a person chose of the kind's; None stands for all.
    """

    records: QuerySet
    kind: str = ""
    everything: bool = False
    fields: tuple[str, ...] | None = None
    lists: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Format:
    """A format: its name in addresses, how it is called, what it has, and what makes it."""

    name: str
    label: str
    note: str
    respond: Callable[[Order], HttpResponse]
    content_type: str
    whole: bool = True
    """Whether it holds records of several kinds."""
    made: bool = False
    """Whether it is made as a whole before any of it is sent, which takes the processor."""


_formats: dict[str, Format] = {}


def register(found: Format) -> Format:
    """Make a format known under its name and return it."""
    _formats[found.name] = found
    return found


def formats(whole: bool = False) -> dict[str, Format]:
    """Return the formats by name; with ``whole``, those that hold records of several kinds."""
    return {name: f for name, f in _formats.items() if f.whole or not whole}


def links(address: Callable[[str], str], whole: bool = False) -> list[dict]:
    """Return what a page shows of each format; ``address`` makes a format's name an address."""
    return [
        {"url": address(name), "label": found.label, "note": found.note}
        for name, found in formats(whole).items()
    ]


def answer(
    request: HttpRequest, order: Callable[[], Order], faults: list[dict], whole: bool = False
) -> HttpResponse:
    """Return the file that ``?format=`` asks for, or a page that says why there is none.

    ``order`` is asked for only where there are no ``faults``: a filter that cannot be read would
    give another file than the one that was meant.
    """
    known = formats(whole)
    found = known.get(request.GET.get(FORMAT, ""))
    if found is None or faults:
        return _page(request, known, unknown=found is None, faults=faults)
    if request.method == "HEAD":
        return HttpResponse(content_type=found.content_type)
    try:
        with _turns.turn() if found.made else nullcontext():
            return found.respond(order())
    except Unwritable as error:
        return _page(request, known, sentence=str(error))
    except Busy:
        return _busy(request, known)


def _busy(request: HttpRequest, known: dict[str, Format]) -> HttpResponse:
    """Return the page that asks to come again, since other files are being made just now."""
    sentence = _(
        "Other readers are having such files made just now. Please try again in half a minute, "
        "or take one that comes at once: %(names)s."
    )
    names = ", ".join(str(found.label) for found in known.values() if not found.made)
    page = _page(request, known, status=503, sentence=sentence % {"names": names})
    page.headers["Retry-After"] = str(RETRY_AFTER)
    return page


def _page(
    request: HttpRequest, known: dict[str, Format], status: int = 400, **context
) -> HttpResponse:
    """Return the page that says why nothing was downloaded, and what can be."""
    pairs = request.GET.copy()
    pairs.pop(FORMAT, None)

    def address(name: str) -> str:
        pairs[FORMAT] = name
        return f"{request.path}?{pairs.urlencode()}"[:2000]

    faulty = bool(context.get("faults"))
    shown = [
        {"url": "" if faulty else address(name), "label": f.label, "note": f.note, "name": name}
        for name, f in known.items()
    ]
    context |= {"downloads": shown, "list": request.path, "title": _("Nothing was downloaded")}
    return render(request, "records/no_download.html", context, status=status)
