"""Documents and a context for the tests of evidence, as short as they can be written."""

from sources.evidence import Context, ValueType, broader_through, root_through, verdicts

TYPES = {
    "title": ValueType("text"),
    "summary": ValueType("long"),
    "authors": ValueType("texts"),
    "date": ValueType("date"),
    "edition": ValueType("int"),
    "outcome": ValueType("choice"),
    "participants_complete": ValueType("bool"),
    "series": ValueType("ref", "series"),
    "place": ValueType("ref", "place"),
    "places": ValueType("refs", "place"),
    "hosts": ValueType("refs", "country"),
    "participants/au/personnel": ValueType("int"),
    "deployments/x/platform": ValueType("ref", "platform"),
}
PLACES = {
    "visakhapatnam": "bay-of-bengal",
    "chennai": "bay-of-bengal",
    "bay-of-bengal": "indian-ocean",
}
CONTEXT = Context(
    type_of=TYPES.__getitem__,
    ancestors=broader_through(PLACES),
    within=broader_through({"p-8i": "p-8"}),
    origin=root_through({"reprint": "rej", "second-reprint": "rej"}),
)


def cite(source="walia", quoting="", basis="reported", ref="", **claims):
    """Return a citation; ``__`` in a claim's name stands for the stroke of a path."""
    said = {path.replace("__", "/"): value for path, value in claims.items()}
    citation = {"source": source, "basis": basis, "claims": said}
    return citation | ({"quoting": quoting} if quoting else {}) | ({"ref": ref} if ref else {})


def record(*citations, lists=None, **fields):
    """Return a document; citations without a ref are numbered."""
    numbered = [{"ref": f"c{n}", **citation} for n, citation in enumerate(citations, 1)]
    document = {"schema": 1, "kind": "exercise", "key": "malabar-2020"}
    return {**document, "fields": fields, "lists": lists or {}, "citations": numbered}


def judge(path, *citations, lists=None, **fields):
    """Return the verdict on one path."""
    return verdicts(record(*citations, lists=lists, **fields), CONTEXT)[path]
