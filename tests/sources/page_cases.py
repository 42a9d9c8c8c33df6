"""Small published records for tests of pages, and what a page says without its markup."""

import re
from html import unescape

from records.documents import blank
from records.kinds import get_kind
from records.models import Record
from records.steps import Proposal
from records.store import apply_many
from records.workflow import publish


def document(kind: str, key: str, citations=(), lists=None, **fields) -> dict:
    """Return a document; its title is its key with capitals unless one is given."""
    made = blank(get_kind(kind), key)
    made["fields"].update({"title": key.replace("-", " ").title(), **fields})
    made["lists"].update(lists or {})
    if get_kind(kind).cited:
        made["citations"] = list(citations)
    return made


def source(key: str, **fields) -> dict:
    """Return the document of a source."""
    return document("source", key, **{"type": "report", **fields})


def cite(ref: str, by: str, quoting: str = "", locator: str = "p. 1", **claims) -> dict:
    """Return a citation; the claims' paths have __ for /."""
    cited = {"ref": ref, "source": by, "locator": locator, "basis": "reported"}
    if quoting:
        cited["quoting"] = quoting
    return {**cited, "claims": {path.replace("__", "/"): v for path, v in claims.items()}}


def store(*documents: dict, public: bool = True) -> None:
    """Store documents and publish them, unless they are to stay drafts."""
    steps = apply_many([Proposal(d) for d in documents], by=None, why="a test")
    if public:
        publish([step.record for step in steps], by=None)


def hide(*keys: str) -> None:
    """Make published records drafts again, whatever refers to them."""
    Record.objects.filter(pk__in=keys).update(status="draft")


def words(response) -> str:
    """Return the text of a page's main part, its white space evened."""
    content = response.content.decode()
    main = content.partition('<main id="main"')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
