"""What a case of the corpus is: a file, how it is named, and what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

Cells = tuple[str, ...]
# Sheet, Excel row, heading or letter of the column, value.
Place = tuple[str, int | None, str, str | None]


@dataclass(frozen=True)
class Case:
    """A file and its stated outcome: the ``rows`` that it gives, or ``problems`` and a sentence.

    ``rows`` are the cells of the first sheet under its headings, each with its Excel number in
    front where ``numbered``. ``says`` is a part of the first problem's sentence, or, where there
    is none, of a note. ``limits`` replace those of the settings.
    """

    name: str
    file: str
    content: bytes | Callable[[], bytes]
    rows: tuple[tuple, ...] | None = None
    problems: tuple[Place, ...] = ()
    says: str = ""
    numbered: bool = False
    encoding: str = ""
    limits: dict = field(default_factory=dict)

    def bytes(self) -> bytes:
        """Return the content of the file."""
        return self.content if isinstance(self.content, bytes) else self.content()


def good(name: str, file: str, content, *rows: tuple, **more) -> Case:
    """Return a case whose file is read as it is."""
    return Case(name, file, content, rows=rows, **more)


def bad(name: str, file: str, content, says: str, *problems: Place, **more) -> Case:
    """Return a case with problems in its cells; the others are read."""
    return Case(name, file, content, problems=problems, says=says, **more)


def refused(name: str, file: str, content, says: str, sheet: str = "", row=None, **more) -> Case:
    """Return a case whose file is refused as a whole, for one reason."""
    return Case(name, file, content, problems=((sheet or file, row, "", ...),), says=says, **more)
