"""The text of a profile, TOML or YAML, as plain tables; bounded, since anybody may give one."""

import re
import tomllib
from pathlib import PurePath
from typing import Any

import yaml
from django.utils.translation import gettext as _

from exchange.problems import Problem, Problems

MOST = 200_000
ENTRIES = 10_000
YAML = (".yaml", ".yml")
# A key of very many parts costs the parser of TOML the square of their number. A word is looked at
# from its beginning only, or one long word would cost the square of its length.
_WORD = r"""(?:[A-Za-z0-9_-]++|"[^"\n]{0,200}"|'[^'\n]{0,200}')"""
_DEEP = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_WORD}[ \t]*+\.[ \t]*+){{20}}")
# What YAML can write, but nobody keeps: NUL, and half a character.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
# How deep a profile is nested, how long its names are, and how large its numbers, at most.
DEPTH, LENGTH, NUMBER = 20, 300, 10**15


class ProfileError(Problems):
    """Raised for a profile that cannot be used, with everything that is wrong in it."""


def parsed(content: bytes, name: str) -> tuple[dict, str]:
    """Return the tables of a profile's text, and the text; raises ``ProfileError``."""
    if len(content) > MOST:
        message = _("The profile has %(size)s bytes; at most %(most)s are read.")
        raise _wrong(name, message % {"size": len(content), "most": MOST})
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _wrong(name, _("The profile is not UTF-8.")) from None
    if "\x00" in text:
        raise _wrong(name, _("The profile has control characters in it."))
    try:
        given = _yaml(text, name) if PurePath(name).suffix.lower() in YAML else _toml(text, name)
    except RecursionError:
        raise _wrong(name, _("The profile is nested too deeply.")) from None
    _require_small(given, name)
    if (entries := _entries(given)) > ENTRIES:
        message = _("The profile has %(number)s entries; at most %(most)s are read.")
        hint = _("Have words remembered by an editor, or divide the table.")
        raise _wrong(name, message % {"number": entries, "most": ENTRIES}, hint)
    return given, text


def _entries(value: Any) -> int:
    """Return how many names and values there are, in all tables and lists."""
    inner = [*value.values()] if isinstance(value, dict) else value
    return len(inner) + sum(map(_entries, inner)) if isinstance(inner, list) else 0


def _require_small(value: Any, name: str, depth: int = 0) -> None:
    """Refuse what nobody means: much that comes after would take long over it, or fail."""
    if depth > DEPTH:
        raise _wrong(name, _("The profile is nested too deeply."))
    if isinstance(value, str) and _UNKEPT.search(value):
        raise _wrong(name, _("The profile has control characters in it."))
    if isinstance(value, int) and abs(value) > NUMBER:
        raise _wrong(name, _("The profile has a number that is too large."))
    if isinstance(value, dict):
        if long := next((key for key in value if len(key) > LENGTH), ""):
            message = _("A name in the profile is too long: “%(name)s…”.")
            raise _wrong(name, message % {"name": long[:40]})
        value = [*value, *value.values()]
    for inner in value if isinstance(value, list) else ():
        _require_small(inner, name, depth + 1)


def _wrong(name: str, message: str, hint: str = "", row: int | None = None) -> ProfileError:
    return ProfileError([Problem(name, row, "", message, hint=hint)])


def _toml(text: str, name: str) -> dict:
    deep = _DEEP.search(text)
    if deep:
        line = text.count("\n", 0, deep.start()) + 1
        raise _wrong(name, _("A key has too many parts."), row=line)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # of TOML, or of a number in it
        hint = _("Texts stand in double quotes; a table begins with its name in brackets.")
        message = _("This is no TOML: %(reason)s.") % {"reason": error}
        raise _wrong(name, message, hint) from None


class _Loader(yaml.SafeLoader):
    """Takes every scalar as a text, but for true and false: NO is Norway, 007 no number.

    Anchors are refused: nothing in a profile needs them, and they can be nested into a bomb.
    """

    yaml_implicit_resolvers = {}

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(
                problem=_("an alias (*) is not read here"), problem_mark=mark
            )
        return super().compose_node(parent, index)


# Every other tag is refused: !!int of what is none raises what is no error of YAML.
_TAGS = [f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "bool")]
_Loader.yaml_constructors = {tag: yaml.SafeLoader.yaml_constructors[tag] for tag in (*_TAGS, None)}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"\A(?:true|false)\Z"), list("tf")
)


def _yaml(text: str, name: str) -> dict:
    try:
        given: Any = yaml.load(text, _Loader)  # noqa: S506 (a safe loader, made stricter)
    except (yaml.YAMLError, KeyError) as error:  # KeyError: !!bool of something else
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or _("it cannot be read")
        message = _("This is no YAML: %(reason)s.") % {"reason": reason}
        raise _wrong(name, message, row=mark.line + 1 if mark else None) from None
    if not isinstance(given, dict):
        raise _wrong(name, _("The profile is no table of names and values."))
    return _named(given)


def _named(given: Any) -> Any:
    """Return tables whose names are all texts, as they are in TOML."""
    if isinstance(given, dict):
        return {_key(name): _named(value) for name, value in given.items()}
    return [_named(value) for value in given] if isinstance(given, list) else given


def _key(name: Any) -> str:
    return str(name).lower() if isinstance(name, bool) else str(name)
