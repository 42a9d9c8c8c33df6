"""XML from strangers: read as a stream; no DTD, so no entities; nothing grows without a limit."""

from collections.abc import Iterable
from xml.parsers import expat

from django.utils.translation import gettext as _

from exchange.reading.archives import damaged
from exchange.reading.faults import Unreadable

DEEPEST = 100
# No tag of a spreadsheet is near this long; expat keeps an unfinished one in memory.
LONGEST_TAG = 4 * 1024 * 1024
TEXT_PIECE = 8192


class Markup:
    """A reader of one XML part: subclasses say what begins and ends, and find text in ``text``.

    ``text`` has the pieces since it was last emptied; subclasses empty it.
    """

    def __init__(self, longest_text: int):
        self.text: list[str] = []
        self.depth = 0
        self.longest_text = longest_text

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element; ``name`` is without its prefix."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def feed(self, pieces: Iterable[bytes]):
        """Read all pieces, yielding after each, so that results can be taken in between.

        Raises ``Unreadable`` for what is no XML, or more than XML of a spreadsheet.
        """
        parser = expat.ParserCreate()
        parser.buffer_text, parser.buffer_size = True, TEXT_PIECE
        if hasattr(parser, "SetReparseDeferralEnabled"):
            # What was fed is to be seen at once: it says where a row may begin, see ``quick``.
            parser.SetReparseDeferralEnabled(False)
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        fed = 0
        try:
            for piece in pieces:
                parser.Parse(piece, False)
                fed += len(piece)
                self._weigh(parser, fed)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise damaged() from None
        yield

    def read(self, pieces: Iterable[bytes]) -> "Markup":
        """Read all pieces at once and return the reader."""
        for _step in self.feed(pieces):
            pass
        return self

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise damaged()
        self.begin(LOCAL[name], attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(LOCAL[name])

    def _weigh(self, parser, fed: int) -> None:
        if fed - parser.CurrentByteIndex > LONGEST_TAG:
            raise damaged()
        if len(self.text) > 16 and sum(map(len, self.text)) > self.longest_text:
            raise Unreadable(_("A cell has more text than is read."))


class _LocalNames(dict):
    """Names without their prefixes; remembered, since there are few of them."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < 10_000 and len(name) < 100:
            self[name] = local
        return local


LOCAL = _LocalNames()


def _refuse_doctype(*_args) -> None:
    message = _("The file declares entities of its own, which no spreadsheet program writes.")
    raise Unreadable(message, _("Open it in a spreadsheet program and save it again."))


def local(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by their names without prefixes."""
    return {LOCAL[name]: value for name, value in attributes.items()}
