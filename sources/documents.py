"""The document of a source, and the lists that every cited record has."""

from records.kinds import CITATIONS, Kind, register
from records.models import COMMON_LISTS
from sources.models import Citation, Note, Source
from vocabulary.models import Person

CITED_LISTS = {"people": Person, **COMMON_LISTS}


def cited(**own) -> dict:
    """Return the lists of a kind that is cited: its ``own`` first, citations last."""
    return {**own, **CITED_LISTS, CITATIONS: Citation}


SOURCE = register(
    Kind(
        name="source",
        model=Source,
        field_names=(
            "title",
            "title_translated",
            "type",
            "authors",
            "container",
            "publisher",
            "issued",
            "url",
            "archived_url",
            "language",
            "doi",
            "consulted",
            "consulted_on",
            "reliability",
            "derives_from",
            "summary",
        ),
        list_models={"notes": Note, **COMMON_LISTS},
        period=lambda document: document["fields"]["issued"],
    )
)
