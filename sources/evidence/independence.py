"""Which statements go back to one source."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from sources.evidence.model import Statement


def root_through(parents: Mapping[str, str]) -> Callable[[str], str]:
    """Return ``origin`` for a mapping from each source to the one that it derives from.

    Sources that derive from one another in a circle have one origin: the first by name.
    """

    @cache
    def root(key: str) -> str:
        trail = chain(parents, key)
        after = parents.get(trail[-1])
        return min(trail[trail.index(after) :]) if after else trail[-1]

    return root


def broader_through(parents: Mapping[str, str]) -> Callable[[str], frozenset[str]]:
    """Return ``ancestors`` for a mapping from each place to the one that it lies within."""
    return cache(lambda key: frozenset(chain(parents, key)))


def chain(parents: Mapping[str, str], key: str) -> list[str]:
    """Return the key and its parents in order, each once."""
    trail = [key]
    while (parent := parents.get(trail[-1])) and parent not in trail:
        trail.append(parent)
    return trail


def components(statements: Iterable[Statement]) -> dict[str, str]:
    """Return for each root the name of the component that it belongs to.

    A statement ties the root of its source to the root of the source it quotes. So "Rej, as cited
    in Walia", Rej himself and Walia alone are one, as are two sources that both quote Rej.
    """
    parent: dict[str, str] = {}

    def find(root: str) -> str:
        while parent.setdefault(root, root) != root:
            parent[root] = root = parent[parent[root]]
        return root

    for statement in statements:
        tied = sorted({find(root) for root in statement.roots})
        parent.update(dict.fromkeys(tied, tied[0]))
    return {root: find(root) for root in list(parent)}


def breadth(statements: Iterable[Statement]) -> int:
    """Return how many independent sources statements about different things have in all.

    No more than the sources that were read, and no more than the origins they rest on. (Tying
    them together as for one path would make Walia and Rej one, because of one quotation elsewhere.)
    """
    read, origins = set(), set()
    for statement in statements:
        read.add(statement.roots[0])
        origins.add(statement.roots[-1])
    return min(len(read), len(origins))
