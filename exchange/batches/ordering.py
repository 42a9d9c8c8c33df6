"""The order in which records are stored part by part: none before what it refers to."""

from collections.abc import Callable, Collection, Iterable, Iterator

References = Callable[[str], Collection[str]]


def in_order(keys: Iterable[str], references: References) -> Iterator[list[str]]:
    """Yield all keys, each after those it refers to; those that refer to one another together.

    ``references`` gives the keys, of those, that one refers to. They are asked for as the groups
    are taken. (Tarjan's algorithm, without recursion: chains may be as long as the import.)
    """
    walk = _Walk(references)
    for key in keys:
        if key in walk.number:
            continue
        if references(key):
            yield from walk.groups(key)
        else:  # most refer to none of them
            walk.number[key] = len(walk.number)
            yield [key]


class _Walk:
    def __init__(self, references: References):
        self.references = references
        self.number: dict[str, int] = {}
        self.lowest: dict[str, int] = {}
        self.waiting: list[str] = []
        self.is_waiting: set[str] = set()
        self.path: list[tuple[str, Iterator[str]]] = []

    def groups(self, start: str) -> Iterator[list[str]]:
        """Yield the groups that are reached from a key."""
        self._enter(start)
        while self.path:
            key, others = self.path[-1]
            other = next(others, None)
            if other is None:
                self.path.pop()
                yield from self._leave(key)
            elif other not in self.number:
                self._enter(other)
            elif other in self.is_waiting:
                self.lowest[key] = min(self.lowest[key], self.number[other])

    def _enter(self, key: str) -> None:
        self.number[key] = self.lowest[key] = len(self.number)
        self.waiting.append(key)
        self.is_waiting.add(key)
        self.path.append((key, iter(self.references(key))))

    def _leave(self, key: str) -> Iterator[list[str]]:
        if self.path:
            above = self.path[-1][0]
            self.lowest[above] = min(self.lowest[above], self.lowest[key])
        if self.lowest[key] == self.number[key]:
            group = [self.waiting.pop()]
            while group[-1] != key:
                group.append(self.waiting.pop())
            self.is_waiting -= set(group)
            yield group
