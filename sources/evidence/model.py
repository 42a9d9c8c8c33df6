"""What evidence is made of: the context it is judged in, statements, groups, verdicts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

UNCITED, DISPUTED, SINGLE, AGREED = "uncited", "disputed", "single", "agreed"
SUPPORTS, CONTRADICTS, DENIES, MENTIONS = "supports", "contradicts", "denies", "mentions"

# Why a statement does not count, or not once more.
MENTIONS_ONLY = "mentions"
SAYS_NOTHING = "nothing"
DENIES_ANOTHER = "denies_another"
DENIES_PLAN = "denies_plan"
PLAN = "plan"
SAME_SOURCE = "same_source"
REPRINT = "reprint"
RELIES = "relies"


class ValueType(NamedTuple):
    """The type of a path's value; any object with these two attributes does as well."""

    name: str
    target: str = ""


TEXT = ValueType("text")
ITEM = ValueType("item")


def _text(path: str) -> ValueType:
    return TEXT


def _itself(key: str) -> frozenset[str]:
    return frozenset({key})


def _own(key: str) -> str:
    return key


@dataclass(frozen=True)
class Context:
    """What a document alone does not tell; the caller fills it, usually once for many documents.

    ``type_of(path)`` returns a type with ``name`` and ``target`` (``Kind.type_at`` does), or None;
    it may raise ``KeyError`` for a path that is not known. It is not asked about whole list items.
    ``ancestors(place)`` and ``within(platform)`` return the key and all that it lies within, and
    ``origin(source)`` the source that one derives from in the end; all three must answer any text.
    ``same_name(a, b)`` tells whether two names mean one thing; without it the titles and the
    aliases of the document itself decide. ``dates_agree(a, b)`` compares two EDTF texts and raises
    ``ValueError`` for what is none; without it ``records.dates.compatible`` does.
    """

    type_of: Callable[[str], Any] = _text
    ancestors: Callable[[str], Collection[str]] = _itself
    within: Callable[[str], Collection[str]] = _itself
    origin: Callable[[str], str] = _own
    same_name: Callable[[str, str], bool] | None = None
    dates_agree: Callable[[str, str], bool] | None = None


@dataclass(frozen=True)
class Statement:
    """What one citation says at one path, and what that is worth.

    ``path`` is where the claim stands: for a whole item it may be one of the item's own fields.
    ``stance`` is towards the accepted value, or towards the value that most say where the record
    has none. ``counted`` is false where the statement adds no independent source; ``why`` says so
    in one word and ``of`` names the source that it repeats (see ``labels.reason``).
    ``roots`` are the sources it goes back to: that of the source, and of the one it quotes.
    """

    citation: str
    path: str
    source: str
    quoting: str
    locator: str
    quotation: str
    basis: str
    credibility: str
    value: Any
    roots: tuple[str, ...]
    stance: str = SUPPORTS
    counted: bool = True
    why: str = ""
    of: str = ""

    @property
    def announced(self) -> bool:
        """Tell whether this was a plan when it was said."""
        return self.basis == "announced"

    @property
    def stated(self) -> bool:
        """Tell whether the statement says or denies something, rather than mention it."""
        return self.why not in (MENTIONS_ONLY, SAYS_NOTHING)

    @property
    def positive(self) -> bool:
        """Tell whether the statement says that something is so."""
        return self.stated and self.stance != DENIES


@dataclass(frozen=True)
class Group:
    """The statements of one value, or of its denial; ``sources`` counts the independent ones."""

    value: Any
    statements: tuple[Statement, ...]
    is_accepted: bool
    sources: int
    denied: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the evidence says of one path.

    ``accepted`` is the record's value, None where it has none. ``sources`` is the number of
    independent sources that count; ``supporting`` and ``opposing`` are those on either side of a
    dispute ("Disputed, 3 to 1"). One source that says two things stands on both sides.
    ``statements`` has all of them, mentions too; ``groups`` those that say or deny something.
    """

    path: str
    state: str
    accepted: Any
    sources: int
    supporting: int
    opposing: int
    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]


class Summary(NamedTuple):
    """A record's verdicts in numbers, for a row of a list; ``sources`` are independent ones."""

    agreed: int = 0
    single: int = 0
    disputed: int = 0
    uncited: int = 0
    disputed_paths: tuple[str, ...] = ()
    sources: int = 0
