"""The query part of a list's address: with one filter less, another order, the next page."""

from collections.abc import Iterable
from urllib.parse import urlencode

Pairs = tuple[tuple[str, str], ...]


class Address:
    """A path with the filters that hold, as (name, value) pairs; every change gives a new one."""

    def __init__(self, path: str, pairs: Iterable[tuple[str, str]] = ()):
        self.path = path
        self.pairs: Pairs = tuple((name, str(value)) for name, value in pairs)

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.pairs)}" if self.pairs else self.path

    def without(self, *names: str, value: str | None = None) -> "Address":
        """Return the address without the named filters; with ``value``, without that one alone."""
        kept = (
            (name, given)
            for name, given in self.pairs
            if name not in names or (value is not None and given != value)
        )
        return Address(self.path, kept)

    def plus(self, name: str, value: str | int) -> "Address":
        """Return the address with ``name`` set to ``value`` and to nothing else."""
        return Address(self.path, (*self.without(name).pairs, (name, str(value))))

    def only(self, *names: str, value: str | None = None) -> "Address":
        """Return the address with nothing but the named filters."""
        kept = (
            (name, given)
            for name, given in self.pairs
            if name in names and (value is None or given == value)
        )
        return Address(self.path, kept)
