"""The export: records read in parts, as documents, and what of them readers may see."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from django.db import connection
from django.db.models import F, QuerySet

from records import bulk
from records.documents import items_of
from records.kinds import CITATIONS, get_kind, kinds
from records.models import Record, Revision, Status
from records.passing import passing
from records.resolve import record_targets
from records.types import Ref, Refs
from records.upgrade import upgrade
from sources.models import Source

# Records in memory at a time; the first part is small, so that the first byte leaves at once.
PART = 500
FIRST = 50
# Keys in memory at a time.
PAGE = 10_000
# Words that one query asks for: databases take 32,766 and more values.
MOST_WORDS = 30_000


@dataclass(slots=True)
class Exported:
    """One record with its document, as it is written."""

    kind: str
    key: str
    status: str
    revision: int
    document: dict
    sources: "Sources"
    """The sources that the record's part cites."""
    left_out: Sequence[str] = ()
    """The paths of what names an unpublished record."""


class Sources:
    """Title and address of the sources that some documents cite, read when first asked for."""

    def __init__(self, named: Callable[[], set[str]], everything: bool):
        """``named`` gives the keys of the sources, among others."""
        self._named = named
        self._records = Source.objects.all() if everything else Source.objects.published()
        self._found: dict[str, tuple[str, str]] | None = None

    def get(self, key: str) -> tuple[str, str]:
        """Return title and address of a source; nothing for one that may not be seen."""
        if self._found is None:
            rows = _among(self._records, self._named()).values_list("pk", "title", "url")
            self._found = {key: (title, url) for key, title, url in rows}
        return self._found.get(key, ("", ""))


def selected(everything: bool) -> QuerySet:
    """Return the records to export: those that readers see, or all."""
    return Record.objects.all() if everything else Record.objects.published()


def exported(everything: bool) -> Iterator[Exported]:
    """Yield the records kind by kind, in the order of their keys, reading one part at a time.

    Unless ``everything``, what is published only, and without what names an unpublished record.
    """
    for kind in kinds():
        yield from documents_of(selected(everything).filter(kind=kind.name), everything)


def documents_of(records: QuerySet, everything: bool) -> Iterator[Exported]:
    """Yield the records of a queryset in the order of their keys, reading one part at a time.

    Memory and queries of a part are the same however many records there are. Unless
    ``everything``, what is published only, and without what names an unpublished record.
    """
    with passing():
        for keys in _parts(records):
            yield from _documents(_present(keys, everything), everything)


def _documents(part: list[tuple], everything: bool) -> Iterator[Exported]:
    named = cache(partial(_words, [text for *_envelope, text in part]))
    hidden = set() if everything else _hidden(named())
    sources = Sources(named, everything)
    for key, kind, status, number, text in part:
        # Parsed one at a time: many documents at once are slow to make and to go through.
        document = upgrade(json.loads(text))
        left_out = _hide(document, hidden) if hidden else ()
        yield Exported(kind, key, status, number, document, sources, left_out)


def _parts(records: QuerySet) -> Iterator[list[str]]:
    """Yield the keys of records in parts; the filters of ``records`` are worked out per page."""
    last, size = "", FIRST
    records = records.order_by("key").values_list("key", flat=True)
    while keys := list(records.filter(key__gt=last)[:size]):
        yield from bulk.chunks(keys, PART)
        last, size = keys[-1], PAGE


def _present(keys: list[str], everything: bool) -> list[tuple]:
    """Return key, kind, status, revision and the text of the document of each record: one query.

    Both databases give the text of a JSON column where Django does not come between.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(keys)), keys)
        # Put in order and sorted out here, not there: the database would carry the documents
        # along, and look through all that is published instead of these few.
        found = {row[0]: row for row in cursor.fetchall()}
    rows = (found[key] for key in keys if key in found)
    return [row for row in rows if everything or row[2] == Status.PUBLISHED]


@lru_cache(maxsize=8)
def _statement(number: int) -> str:
    """Return the statement that reads so many records: putting it together takes its time."""
    keys = [str(n) for n in range(number)]
    rows = Revision.objects.filter(number=F("record__revision"), record_id__in=keys).order_by()
    columns = ("record_id", "record__kind", "record__status", "number", "document")
    return rows.values_list(*columns).query.sql_with_params()[0]


# Every key in the text of a document is such a word; not every such word is a key.
_WORD = re.compile('"([a-z0-9-]{1,100})"')


def _words(texts: Iterable[str]) -> set[str]:
    """Return all that may be the key of a record in the texts of documents."""
    return {word for text in texts for word in _WORD.findall(text)}


def _among(records: QuerySet, words: set[str]) -> QuerySet:
    """Return those of the records whose keys are among the words."""
    if len(words) > MOST_WORDS:
        return records
    # Filled up, since SQLite keeps each statement that differs, and of so many values it is large.
    return records.filter(pk__in=[*words, *(f" {n}" for n in range(-len(words) % 1000))])


def _hidden(words: set[str]) -> set[str]:
    """Return which of the words are keys of records that readers do not see.

    Publishing refuses a document that refers to one, but a claim may say any key, and this is the
    last door.
    """
    stored = _among(Record.objects.exclude(status=Status.PUBLISHED), words)
    return set(stored.values_list("key", flat=True))


@dataclass(frozen=True)
class _Naming:
    """Where the documents of a kind name records: fields, fields of items, claims."""

    fields: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    paths: frozenset[str]
    """The claimed paths in question, without the refs of items."""


@lru_cache(maxsize=32)
def _naming(kind_name: str) -> _Naming:
    kind = get_kind(kind_name)
    fields = _referring(kind.fields)
    lists = {name: _referring(found.fields) for name, found in kind.lists.items()}
    paths = {*fields, *(f"{name}/{field}" for name, found in lists.items() for field in found)}
    # Citations are gone through for their claims, too.
    kept = tuple((name, found) for name, found in lists.items() if found or name == CITATIONS)
    return _Naming(fields, kept, frozenset(paths))


def _referring(fields) -> tuple[str, ...]:
    targets = record_targets()
    types = ((field.name, field.type) for field in fields)
    return tuple(n for n, t in types if isinstance(t, Ref | Refs) and t.target in targets)


def _mentions(document: dict) -> Iterator[tuple[dict, str, str, str]]:
    """Yield every place that names a record: mapping, name in it, key it says, and its path."""
    naming = _naming(document["kind"])
    yield from _named(document["fields"], naming.fields, "")
    for name, fields in naming.lists:
        for item in items_of(document, name):
            head = f"{name}/{item['ref']}/"
            yield from _named(item, fields, head)
            if name == CITATIONS:
                yield from _claimed(item.get("claims", {}), naming.paths, f"{head}claims/")


def _named(values: dict, names: tuple[str, ...], head: str) -> Iterator[tuple[dict, str, str, str]]:
    for name in names:
        if said := values.get(name):
            for key in said if isinstance(said, list) else (said,):
                yield values, name, key, head + name


def _claimed(
    claims: dict, paths: frozenset[str], head: str
) -> Iterator[tuple[dict, str, str, str]]:
    for path, claim in claims.items():
        if path not in paths and not ("/" in path and _without_ref(path) in paths):
            continue
        said = claim.get("denies") if isinstance(claim, dict) else claim
        for key in said if isinstance(said, list) else (said,):
            if isinstance(key, str):
                yield claims, path, key, head + path


def _without_ref(path: str) -> str:
    return f"{path.partition('/')[0]}/{path.rpartition('/')[2]}"


def _hide(document: dict, hidden: set[str]) -> list[str]:
    """Take what names a hidden record out of a document, with the items that need it.

    Returns the paths of what was taken out; of an item that went, its own.
    """
    kind = get_kind(document["kind"])
    left_out: dict[str, None] = {}
    for holder, name, key, path in list(_mentions(document)):
        if key not in hidden:
            continue
        left_out[path] = None
        if holder is document["fields"]:
            holder[name] = kind.field[name].type.empty
        else:
            holder.pop(name, None)
    for name, item_list in kind.lists.items():
        needed = {f.name for f in item_list.fields if f.required}
        items = items_of(document, name)
        gone = [f"{name}/{item['ref']}" for item in items if not needed <= item.keys()]
        items[:] = [item for item in items if needed <= item.keys()]
        left_out = _with_items(left_out, gone)
    return list(left_out)


def _with_items(left_out: dict[str, None], gone: list[str]) -> dict[str, None]:
    """Return paths with those of whole items in the place of what is in them."""
    heads = tuple(f"{path}/" for path in gone)
    kept = {path: None for path in left_out if not (heads and path.startswith(heads))}
    return kept | dict.fromkeys(gone)
