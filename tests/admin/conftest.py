"""A few records to work on, and clients signed in as Ana, Ed and Rae."""

import pytest
from django.test import Client

from records.documents import blank
from records.kinds import get_kind
from records.models import Record
from records.store import apply
from records.workflow import publish
from vocabulary.models import Activity, Country, Domain, Force, Grouping, Place, Topic

SOURCE, SERIES, EXERCISE = "mod-2023", "jimex", "jimex-2023"


def document(kind: str, key: str, fields: dict, lists: dict | None = None, citations=()) -> dict:
    """Return a document of which only what matters is said."""
    made = blank(get_kind(kind), key)
    made["fields"].update(fields)
    made["lists"].update(lists or {})
    if citations:
        made["citations"] = list(citations)
    return made


@pytest.fixture
def vocabulary(request, db):
    """Two countries with a navy each, a place within a place, a domain, an activity, a topic.

    Where a test asks for the whole vocabulary there is that in its place.
    """
    if "whole_vocabulary" in request.fixturenames:
        request.getfixturevalue("whole_vocabulary")
        return
    india, japan, _usa = (
        Country.objects.create(key=key, name=name)
        for key, name in (("IN", "India"), ("JP", "Japan"), ("US", "United States"))
    )
    Force.objects.create(key="in-navy", name="Indian Navy", country=india)
    Force.objects.create(key="jp-jmsdf", name="Maritime Self-Defense Force", country=japan)
    bay = Place.objects.create(key="bay-of-bengal", name="Bay of Bengal")
    Place.objects.create(key="off-visakhapatnam", name="off Visakhapatnam", within=bay)
    Place.objects.create(key="arabian-sea", name="Arabian Sea")
    Domain.objects.create(key="maritime", name="maritime")
    Activity.objects.create(key="boarding", name="boarding")
    Topic.objects.create(key="technology", name="technology")
    Grouping.objects.create(key="quad", name="Quad").members.set([india, japan])


@pytest.fixture
def record(vocabulary) -> dict:
    """A published source and series, and a draft edition that cites the source."""
    said = {"date": None, "participants/in": None, "places": None}
    for made in (
        document("source", SOURCE, {"title": "JIMEX 2023 begins", "type": "webpage"}),
        document("source", "other-2023", {"title": "Fleets meet", "type": "webpage"}),
        document("series", SERIES, {"title": "JIMEX", "domains": ["maritime"]}),
        document(
            "exercise",
            EXERCISE,
            {
                "title": "JIMEX 2023",
                "series": SERIES,
                "edition": 7,
                "date": "2023-07-05/2023-07-10",
                "places": ["bay-of-bengal"],
                "domains": ["maritime"],
            },
            {
                "phases": [{"ref": "p1", "title": "Harbour phase"}],
                "participants": [
                    {"ref": "in", "country": "IN", "role": "host"},
                    {"ref": "jp", "country": "JP"},
                ],
            },
            [{"ref": "c1", "source": SOURCE, "locator": "para. 2", "claims": said}],
        ),
    ):
        apply(made, by=None, why="a record to work on")
    publish(Record.objects.filter(kind="source"), by=None)
    return Record.objects.get(key=EXERCISE)


@pytest.fixture
def public(record):
    """The edition, published with its series."""
    cited = document("series", "cited", {"title": "x"})
    cited["citations"] = [{"source": SOURCE, "claims": {"title": None}}]
    series = Record.objects.get(key=SERIES)
    with_source = {**cited, "key": SERIES}
    with_source["fields"]["title"] = "JIMEX"
    apply(with_source, by=None, why="cited", base=series.revision)
    publish(Record.objects.filter(key__in=[SERIES, EXERCISE]), by=None)
    record.refresh_from_db()
    return record


def _client(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_ana(ana):
    """Ana's browser."""
    return _client(ana)


@pytest.fixture
def as_ed(ed):
    """Ed's browser."""
    return _client(ed)


@pytest.fixture
def as_rae(rae):
    """Rae's browser."""
    return _client(rae)
