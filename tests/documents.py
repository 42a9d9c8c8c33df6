"""Documents to test with: a small vocabulary, a small record, and any valid document of a kind.

    @given(documents("exercise"))
    def test_...(document): ...

A document drawn here is in normal form and refers to entries of `small_vocabulary` and to records
of `small_record` only, so that it can be applied where these two fixtures stand.
"""

import contextlib

import pytest
from django.db import transaction
from hypothesis import strategies as st

from records import refs
from records.documents import blank, items_of, normal
from records.kinds import CITATIONS, get_kind, kinds
from records.text import has_control, tidy

VOCABULARY = {
    "country": {"IN": "India", "JP": "Japan", "AU": "Australia", "US": "United States"},
    "grouping": {"quad": "The Quad", "asean": "ASEAN"},
    "force": {"in-army": "Indian Army", "in-navy": "Indian Navy", "jp-jmsdf": "JMSDF"},
    "place": {"indian-ocean": "Indian Ocean", "bay-of-bengal": "Bay of Bengal", "tokyo": "Tokyo"},
    "platform": {"p-8": "P-8", "p-8i": "P-8I", "us-2": "US-2"},
    "unit": {"js-onami": "JS Onami", "ins-delhi": "INS Delhi"},
    "domain": {"land": "land", "maritime": "maritime"},
    "activity": {"boarding": "boarding", "air-defence": "air defence"},
    "topic": {"logistics": "logistics", "cyber-security": "cyber security"},
}
WITHIN = {"bay-of-bengal": "indian-ocean", "p-8i": "p-8"}
SMALL = {kind.name: [f"small-{kind.name}"] for kind in kinds()}
SMALL["source"] = ["small-source", "small-source-2"]
KEYS = {
    **{target: sorted(names) for target, names in VOCABULARY.items()},
    **SMALL,
    "record": sorted(key for keys in SMALL.values() for key in keys),
}
DATES = [
    "2018-11",
    "2020",
    "2020-11-03/2020-11-20",
    "2024-10~",
    "2015?",
    "../2021-07",
    "/2022-11-15",
    "[2015-04..2016-03]",
    "2024-02-29",
]
ADDRESSES = ["https://example.org/a?b=c&d=e#f", "http://example.org/日本", "https://example.org/;x"]
# What spreadsheets like to spoil.
NASTY = [
    "=1+1",
    "+81 3",
    "-5 °C",
    "@home",
    "'quoted'",
    "''=x",
    "'=x",
    "＝1+1",
    "[none]",
    "[denies] this",
    "[mentions]",
    "'[none]",
    "a;=1+1;b",
    "a; '=1|\"-1",
    "a; b\\; c\\",
    "\\",
    'she said "no", twice',
    "yes",
    "no",
    "007",
    "1e5",
    "2018-11",
    "TRUE",
    "日米印 मालाबार",
]
REFUSED = ["about 24", "soon", "a ship; another", "no-such-key", "=cmd", "[denies]"]
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cn", "Cc"), include_characters="\n\t")


def texts(kind_of_text) -> st.SearchStrategy[str]:
    """Texts in normal form that the text type given accepts, the empty one included."""

    def accepted(text: str) -> bool:
        return (
            not has_control(text)
            and len(text) <= (kind_of_text.max_length or 200)
            and (kind_of_text.name == "long" or "\n" not in text)
        )

    drawn = st.sampled_from(NASTY) | st.text(_CHARACTERS, max_size=30)
    if kind_of_text.name == "long":
        drawn |= st.sampled_from(
            ["two\nlines", "two\n\n=paragraphs", "a\n\n- b\n'- c\t''+1", 'a,"b"\n\n; c']
        )
    return drawn.map(tidy).filter(accepted)


def values(of_type) -> st.SearchStrategy:
    """Values in normal form of one type, its empty one included where it has one."""
    name = of_type.name
    if name in ("text", "long"):
        return texts(of_type)
    if name == "texts":
        return st.lists(texts(of_type).filter(bool), max_size=3)
    if name == "refs":
        return st.lists(st.sampled_from(KEYS[of_type.target]), unique=True, max_size=3).map(sorted)
    if name == "bool":
        return st.booleans()
    if name == "url":
        return st.just("") | st.sampled_from(ADDRESSES)
    return st.none() | _given(of_type)


def _given(of_type) -> st.SearchStrategy:
    """Values of a type whose empty one is null or no address, without that one."""
    return {
        "int": lambda: st.integers(of_type.least, 40),
        "choice": lambda: st.sampled_from([word for word, _label in of_type.choices]),
        "date": lambda: st.sampled_from(DATES),
        "ref": lambda: st.sampled_from(KEYS[of_type.target]),
    }[of_type.name]()


def value_of(field) -> st.SearchStrategy:
    """Values of a document's field; a required one is never empty."""
    if not field.required or field.type.name == "bool":
        return values(field.type)
    if field.type.name in ("text", "long"):
        return texts(field.type).map(lambda text: text or "a text")
    return _given(field.type)


@st.composite
def _items(draw, item_list, document):
    items = []
    for _number in range(draw(st.integers(0, 3))):
        item = {"ref": draw(st.just("") | st.sampled_from(["x1", "x2", "x10", "host-x"]))}
        if item["ref"] in [other["ref"] for other in items]:
            item["ref"] = ""
        for field in item_list.fields:
            if field.type.name == "local":
                known = [i["ref"] for i in document["lists"][field.type.target]]
                item[field.name] = draw(st.lists(st.sampled_from(known))) if known else []
            elif field.type.name != "claims":
                item[field.name] = draw(value_of(field))
        items.append(_possible(item))
    refs.fill(item_list.name, items)
    return items


def _possible(item: dict) -> dict:
    """Mend what the checks of a kind refuse: two sides in one item, a deployment of nothing."""
    if "grouping" in item and bool(item.get("country")) == bool(item["grouping"]):
        item.update(country="IN", grouping=None)
    if "platform" in item and not item["unit"] and not item["platform"]:
        item["platform"] = "p-8i"
    return item


def _paths(document: dict) -> list[str]:
    kind = get_kind(document["kind"])
    found = [*kind.field]
    for name, item_list in kind.lists.items():
        if name != CITATIONS:
            for ref in [*(item["ref"] for item in items_of(document, name)), "not-there"]:
                found += [f"{name}/{ref}", *(f"{name}/{ref}/{part}" for part in item_list.field)]
    return found


def said(of_type) -> st.SearchStrategy:
    """What a source may say of a path: a value, one that the field refuses, a denial, a mention."""
    if of_type is None:
        plain = st.just(True) | st.sampled_from(REFUSED)
    elif of_type.name in ("local", "claims"):
        plain = st.sampled_from(["p1", "x1"])
    else:
        plain = values(of_type).filter(lambda v: v not in (None, "", [])) | st.sampled_from(REFUSED)
    return plain | plain.map(lambda v: {"denies": v}) | st.just({"mentions": True})


@st.composite
def _claims(draw, document):
    kind = get_kind(document["kind"])
    chosen = draw(st.lists(st.sampled_from(_paths(document)), max_size=4, unique=True))
    return {path: draw(said(kind.type_at(path))) for path in chosen}


@st.composite
def documents(draw, kind_name: str, key: str = "drawn"):
    """Valid documents of a kind, in normal form, all with the one key."""
    kind = get_kind(kind_name)
    document = blank(kind, key)
    document["fields"] = {field.name: draw(value_of(field)) for field in kind.fields}
    for name, item_list in kind.lists.items():
        if name != CITATIONS:
            document["lists"][name] = draw(_items(item_list, document))
    if kind.cited:
        document[CITATIONS] = draw(_items(kind.lists[CITATIONS], document))
        for citation in document[CITATIONS]:
            citation["claims"] = draw(_claims(document))
    return normal(document)


def any_documents(key: str = "drawn") -> st.SearchStrategy[dict]:
    """Valid documents of any kind."""
    return st.one_of(*(documents(kind.name, key) for kind in kinds()))


def small_documents() -> list[dict]:
    """Return one plain document per kind, and a second source: what drawn documents refer to."""
    found = []
    for kind_name, keys in SMALL.items():
        for key in keys:
            document = blank(get_kind(kind_name), key)
            document["fields"]["title"] = key.replace("-", " ").capitalize()
            if kind_name in ("source", "agreement"):
                document["fields"]["type"] = "report" if kind_name == "source" else "treaty"
            if CITATIONS in document:
                document[CITATIONS] = [{"source": "small-source", "claims": {"title": None}}]
            found.append(normal(document))
    return found


@contextlib.contextmanager
def rolled_back():
    """Undo in the database what the block did: for each example of a hypothesis test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def small_vocabulary(db) -> None:
    """A few entries of every vocabulary: those in `VOCABULARY`."""
    from vocabulary.models import ENTRIES

    for model in ENTRIES:
        for key, name in VOCABULARY[model._meta.model_name].items():
            entry = model(key=key, name=name)
            if key in WITHIN:
                entry.within_id = WITHIN[key]
            if model._meta.model_name == "force":
                entry.country_id = key[:2].upper()
            entry.save(force_insert=True)


@pytest.fixture
def small_record(small_vocabulary) -> None:
    """One draft of every kind, and a second source: those in `SMALL`."""
    from records.steps import Proposal
    from records.store import apply_many

    apply_many([Proposal(document) for document in small_documents()], by=None, why="a test")
