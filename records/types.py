"""The types of a document's values: how each is cleaned, read from a cell and written to one.

A type's ``clean`` takes what came in and returns the value in normal form, or raises ``ValueError``
with a translated sentence. References are looked up by ``resolve(target, text) -> key``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from records import dates
from records.cells import join_cell, split_cell
from records.faults import Advised
from records.hints import all_wrong, nearest_word
from records.numbers import whole
from records.text import KEY_PATTERN, has_control, natural, tidy

Resolve = Callable[[str, str], str]
_KEY = re.compile(KEY_PATTERN)
YES_OR_NO = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
    "": False,
}
_web_address = URLValidator(schemes=["http", "https"])


def same(target: str, text: str) -> str:
    """Resolve nothing: take the key as it is given."""
    return text


@dataclass(frozen=True)
class Type:
    """A plain text on one line."""

    name = "text"
    target: str = ""
    max_length: int | None = None

    @property
    def empty(self) -> Any:
        """Return the value that stands for nothing."""
        return ""

    def clean(self, value: Any, resolve: Resolve = same) -> Any:
        """Return ``value`` in normal form; raise ``ValueError`` with a sentence."""
        if value is None:
            return ""
        if not isinstance(value, str):
            raise ValueError(_("This is not a text."))
        return self.checked(tidy(value))

    def checked(self, text: str) -> str:
        """Return ``text`` where its characters and its length are allowed."""
        if has_control(text):
            raise ValueError(_("The text has control characters in it."))
        if self.name == "text" and "\n" in text:
            raise ValueError(_("The text must stand on one line."))
        if self.max_length and len(text) > self.max_length:
            raise ValueError(
                _("The text has %(length)s characters; at most %(most)s are stored.")
                % {"length": len(text), "most": self.max_length}
            )
        return text

    def from_text(self, text: str) -> Any:
        """Return the value that a cell's text means, not yet cleaned."""
        return text

    def to_text(self, value: Any) -> str:
        """Return the cell's text for a value in normal form."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class LongText(Type):
    """A text of any length, with line breaks."""

    name = "long"


@dataclass(frozen=True)
class Url(Type):
    """A web address."""

    name = "url"

    def checked(self, text: str) -> str:
        if text:
            try:
                _web_address(text)
            except ValidationError:
                raise ValueError(
                    _("This is not a web address: it starts with https:// or http://.")
                ) from None
        return super().checked(text)


@dataclass(frozen=True)
class Scalar(Type):
    """A value that is null when there is none."""

    @property
    def empty(self) -> Any:
        return None

    def clean(self, value: Any, resolve: Resolve = same) -> Any:
        return None if value is None or value == "" else self.convert(value, resolve)

    def convert(self, value: Any, resolve: Resolve) -> Any:
        """Return a given value in normal form; raise ``ValueError`` with a sentence."""
        raise NotImplementedError


@dataclass(frozen=True)
class Int(Scalar):
    """A whole number."""

    name = "int"
    least: int = 0
    most: int = 2_147_483_647

    def convert(self, value: Any, resolve: Resolve) -> int:
        if isinstance(value, str):
            value = whole(value.strip())
        if isinstance(value, bool) or not isinstance(value, int):
            raise Advised(_("This is not a whole number."), _("Write digits alone."))
        if value < self.least:
            raise ValueError(_("The number must be at least %(least)s.") % {"least": self.least})
        if value > self.most:
            raise ValueError(_("The number must be at most %(most)s.") % {"most": self.most})
        return value


@dataclass(frozen=True)
class Bool(Type):
    """Yes or no; no when nothing is said."""

    name = "bool"

    @property
    def empty(self) -> bool:
        return False

    def clean(self, value: Any, resolve: Resolve = same) -> bool:
        if isinstance(value, bool) or value is None:
            return bool(value)
        if isinstance(value, str) and value.strip().lower() in YES_OR_NO:
            return YES_OR_NO[value.strip().lower()]
        raise ValueError(_("Write yes or no."))

    def to_text(self, value: Any) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class Choice(Scalar):
    """One of a fixed list of words; its label is accepted as well."""

    name = "choice"
    choices: tuple = ()

    def convert(self, value: Any, resolve: Resolve) -> str:
        text = str(value).strip()
        for word, label in self.choices:
            if text == word or text.casefold() in (word.casefold(), str(label).casefold()):
                return word
        words = ", ".join(word for word, label in self.choices)
        message = _("It must be one of: %(choices)s.") % {"choices": words}
        raise Advised(message, nearest_word(text, self.choices))


@dataclass(frozen=True)
class Date(Scalar):
    """An uncertain date as EDTF text; the forms that people type are understood."""

    name = "date"

    def convert(self, value: Any, resolve: Resolve) -> str | None:
        return dates.understand(value) or None


@dataclass(frozen=True)
class Ref(Scalar):
    """The key of one thing of the kind ``target``."""

    name = "ref"

    def convert(self, value: Any, resolve: Resolve) -> str:
        if not isinstance(value, str):
            raise ValueError(_("This is not a key."))
        return resolve(self.target, tidy(value))


@dataclass(frozen=True)
class Several(Type):
    """A list; an empty one when there is nothing."""

    @property
    def empty(self) -> list:
        return []

    def clean(self, value: Any, resolve: Resolve = same) -> list:
        if value is None or value == "":
            return []
        if isinstance(value, str):
            value = self.from_text(value)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise ValueError(_("This is not a list of texts."))
        return self.members([text for v in value if (text := tidy(v))], resolve)

    def members(self, values: list[str], resolve: Resolve) -> list[str]:
        """Return the members in normal form."""
        return [self.checked(value) for value in values]

    def from_text(self, text: str) -> list[str]:
        return split_cell(text)

    def to_text(self, value: Any) -> str:
        return join_cell(value or [])


@dataclass(frozen=True)
class Texts(Several):
    """An ordered list of texts."""

    name = "texts"


@dataclass(frozen=True)
class Refs(Several):
    """A set of keys of things of the kind ``target``, sorted."""

    name = "refs"

    def members(self, values: list[str], resolve: Resolve) -> list[str]:
        try:
            return sorted({resolve(self.target, value) for value in values})
        except ValueError:
            raise all_wrong(values, partial(resolve, self.target)) from None


@dataclass(frozen=True)
class LocalRefs(Several):
    """A set of refs of another list of the same record, named by ``target``."""

    name = "local"

    def members(self, values: list[str], resolve: Resolve) -> list[str]:
        return sorted(set(values), key=natural)


@dataclass(frozen=True)
class Claims(Type):
    """What a citation says: path -> value. Cleaned with its document, not on its own."""

    name = "claims"

    @property
    def empty(self) -> dict:
        return {}

    def clean(self, value: Any, resolve: Resolve = same) -> dict:
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(p, str) for p in value):
            raise ValueError(_("Claims are a mapping from paths to what is said there."))
        return value


@dataclass(frozen=True)
class Key(Type):
    """A ref within a list, or a record's key: small letters, digits and hyphens."""

    name = "key"
    max_length: int | None = field(default=100)

    def clean(self, value: Any, resolve: Resolve = same) -> str:
        text = super().clean(value)
        if not _KEY.fullmatch(text):
            raise ValueError(_("A key has small letters, digits and single hyphens only."))
        return text
