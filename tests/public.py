"""Published records to test the public pages with: `publish(exercise("jimex-2022", ...))`."""

from records.documents import blank
from records.kinds import get_kind
from records.models import Record
from records.steps import Proposal
from records.store import apply_many
from records.workflow import publish as make_public
from vocabulary.models import Country, Domain, Force, Place, Topic

SOURCE = "walia-2025"


def vocabulary() -> None:
    """Store the few entries that the records here refer to."""
    names = {"IN": "India", "JP": "Japan", "AU": "Australia", "FR": "France"}
    for key, name in names.items():
        Country.objects.create(key=key, name=name)
    Domain.objects.create(key="maritime", name="Maritime")
    Domain.objects.create(key="land", name="Land")
    Topic.objects.create(key="logistics", name="Logistics")
    ocean = Place.objects.create(key="indian-ocean", name="Indian Ocean")
    bay = Place.objects.create(key="bay-of-bengal", name="Bay of Bengal", within=ocean)
    Place.objects.create(key="off-chennai", name="Off Chennai", within=bay)
    fleet = Force.objects.create(key="in-navy", name="Indian Navy", country_id="IN")
    Force.objects.create(key="in-fleet", name="Eastern Fleet", country_id="IN", parent=fleet)


def document(kind: str, key: str, title: str = "", lists=(), claims=("title",), **fields) -> dict:
    """Return a document with one citation that says each of ``claims`` as the record does."""
    made = blank(get_kind(kind), key)
    made["fields"].update(title=title or key, **fields)
    made["lists"].update(lists)
    if get_kind(kind).cited:
        said = (
            claims if isinstance(claims, dict) else dict.fromkeys(claims, made["fields"]["title"])
        )
        made["citations"] = [{"ref": "c1", "source": SOURCE, "claims": said}]
    return made


def exercise(key: str, *, countries=(), force: str = "", **fields) -> dict:
    """Return an exercise in which the countries took part, the first with ``force``."""
    items = [{"ref": country.lower(), "country": country} for country in countries]
    if force:
        items[0]["force"] = force
    return document("exercise", key, lists={"participants": items}, **fields)


def source(key: str = SOURCE, **fields) -> dict:
    """Return a source; the one that all citations here are of, unless named otherwise."""
    return document("source", key, **{"type": "report", **fields})


def store(*documents: dict) -> list[Record]:
    """Store the documents as drafts, and the source that they cite."""
    given = {made["key"] for made in documents}
    if SOURCE not in given and not Record.objects.filter(key=SOURCE).exists():
        documents = (source(), *documents)
    steps = apply_many([Proposal(made) for made in documents], by=None, why="a test")
    return [step.record for step in steps]


def publish(*documents: dict) -> list[Record]:
    """Store the documents and show them to readers."""
    return make_public(store(*documents), by=None)


def text_of(answer) -> str:
    """Return the text of an answer with each run of space as one."""
    return " ".join(answer.content.decode().split())
