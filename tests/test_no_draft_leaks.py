"""No draft reaches a reader: one of every kind, marked in every field, and every page crawled."""

import io
import re
import zipfile
from html import unescape

import pytest

from records.documents import blank, items_of, normal
from records.kinds import CITATIONS, get_kind, kinds
from records.models import Record, Status
from records.steps import Proposal
from records.store import apply_many
from records.types import Ref, Refs
from records.workflow import publish
from tests.documents import KEYS

pytestmark = pytest.mark.django_db

# Searched for by its first letters, so that a page which repeats the query does not count.
MARKER = "zqmarker"
KINDS = [kind.name for kind in kinds()]
FORMATS = ("csv", "zip", "xlsx", "ods", "json")
LINK = re.compile(r'(?:href|action|src)="([^"#]*)')
ADDRESSES = {
    "series": "/series/",
    "exercise": "/exercises/",
    "agreement": "/agreements/",
    "dialogue": "/dialogues/",
    "meeting": "/meetings/",
    "project": "/projects/",
    "source": "/sources/",
}


def full(kind_name: str, key: str, text: str, refer_to) -> dict:
    """Return a document with a value in every field and an item in every list.

    Every text contains ``text``; references to records are the keys that ``refer_to(kind)`` gives.
    """
    kind = get_kind(kind_name)
    document = blank(kind, key)
    document["fields"] = {f.name: _value(f, text, refer_to) for f in kind.fields}
    for name, item_list in kind.lists.items():
        item = {"ref": "x1", **{f.name: _value(f, text, refer_to) for f in item_list.fields}}
        if name == CITATIONS:
            item["claims"] = {"title": None, "statements/x1": None, "summary": f"{text} said"}
        if item.get("country") and item.get("grouping"):
            item["grouping"] = None
        items_of(document, name).append(item)
    return normal(document)


def _value(field, text: str, refer_to):
    of_type = field.type
    if isinstance(of_type, Ref | Refs):
        records = of_type.target in (*KINDS, "record")
        key = refer_to(of_type.target) if records else KEYS[of_type.target][0]
        return [key] if isinstance(of_type, Refs) else key
    if of_type.name == "choice":
        return of_type.choices[0][0]
    if of_type.name == "text":
        return f"{text} {field.name}"[: of_type.max_length]
    return {
        "long": f"{text} {field.name}",
        "texts": [f"{text}, {field.name}"],
        "url": f"https://example.org/{text}",
        "int": 3,
        "bool": True,
        "date": "2020-11-03",
        "local": ["x1"],
        "claims": {},
    }[of_type.name]


@pytest.fixture
def secrets(small_record):
    """Drafts of every kind, marked; published records of every kind that refer to all of them."""
    secret = {kind: f"{MARKER}-{kind}" for kind in KINDS}
    secret["record"] = secret["exercise"]
    marked = [full(kind, secret[kind], MARKER, secret.get) for kind in KINDS]
    public = [full(kind, f"public-{kind}", "public", secret.get) for kind in KINDS]
    steps = apply_many([Proposal(d) for d in (*marked, *public)], by=None, why=f"{MARKER} why")
    publish([step.record for step in steps], by=None)
    publish(Record.objects.filter(key__startswith="small-"), by=None)
    return set(secret.values())


def crawl(client) -> dict[str, bytes]:
    """Return address -> content of every page that readers can reach, and of likely guesses."""
    guesses = ["/", "/health/", "/about/", "/series/", "/countries/IN/", f"/search/?q={MARKER[:6]}"]
    guesses += [f"{folder}{MARKER}-{kind}/" for kind, folder in ADDRESSES.items()]
    guesses += [f"{folder}public-{kind}/" for kind, folder in ADDRESSES.items()]
    guesses += [f"{folder}?q={MARKER[:6]}" for folder in ADDRESSES.values()]
    guesses += [f"{folder}?q=zq&verdict=disputed" for folder in ADDRESSES.values()]
    guesses += [f"{folder}?format={name}" for folder in ADDRESSES.values() for name in FORMATS]
    guesses += [f"/data/?format={name}" for name in FORMATS]
    guesses += [f"{folder}?q={MARKER[:6]}&format=json" for folder in ADDRESSES.values()]
    guesses.append("/data/template.xlsx")
    waiting, pages = list(guesses), {}
    while waiting and len(pages) < 1500:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        pages[address] = unpacked(content)
        if response.status_code == 200 and "html" in response.headers["Content-Type"]:
            found = (unescape(link) for link in LINK.findall(pages[address].decode()))
            waiting += [link for link in found if _is_page(link, address)]
    return pages


def unpacked(content: bytes) -> bytes:
    """Return the contents of a ZIP archive or of a workbook, or what else it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def _is_page(link: str, address: str) -> bool:
    # Filters and orders of one list lead to each other without end: one step into them is enough.
    leads_on = "?" in link and "?" in address
    return link.startswith("/") and not link.startswith(("/static/", "/admin/")) and not leads_on


def leaks(pages: dict[str, bytes]) -> list[str]:
    """Return the addresses of pages that show the marker."""
    return [address for address, content in pages.items() if MARKER.encode() in content.lower()]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_no_page_shows_what_is_not_published(secrets, client, status):
    Record.objects.filter(pk__in=secrets).update(status=status)

    pages = crawl(client)

    assert len(pages) > 60
    assert leaks(pages) == []


def test_published_marker_would_have_been_seen(secrets, client):
    found = leaks(crawl(client))

    assert len(found) > 20
    downloads = [f"{folder}?format={name}" for folder in ADDRESSES.values() for name in FORMATS]
    downloads += [f"/data/?format={name}" for name in FORMATS if name != "csv"]
    assert set(downloads) <= set(found)
