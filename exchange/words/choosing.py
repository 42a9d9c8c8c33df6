"""What may be chosen for a word that is not known, and where the choice is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from exchange.mapping.kept import parts_of, together
from exchange.mapping.meanings import titles_of
from exchange.mapping.profiles import profile_of
from exchange.mapping.saved import may_replace
from exchange.mapping.shapes import CREATE, LEAVE_OUT, is_made
from exchange.mapping.texts import parsed
from exchange.mapping.wording import written
from exchange.models import MAPPING, Batch, Outcome, SavedProfile
from exchange.words.learning import LEARN, VOCABULARY
from exchange.words.unknown import WORDS
from records.models import Record
from records.nearness import Named
from records.resolve import Resolver
from records.text import fold
from vocabulary.lookup import names_of

NEAREST = 5
# New records of one import that are looked through.
MOST_OWN = 5000
DRAFT = "draft"


@dataclass(frozen=True)
class Choice:
    """What was chosen for a word: our key or word, ``LEAVE_OUT`` or ``CREATE``."""

    word: dict
    ours: str
    is_remembered: bool = False


@dataclass
class Own:
    """The records that come with the files of a batch, by their kinds."""

    batch: Batch
    _titles: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, target: str) -> dict[str, str]:
        """Return key -> title of those of a kind, which the record does not have yet."""
        if target not in self._titles:
            found = self.batch.records.filter(kind=target, base=None, made=None)
            new = found.filter(outcome__in=(Outcome.NEW, Outcome.FAILED)).order_by("pk")
            self._titles[target] = dict(new.values_list("key", "title")[:MOST_OWN])
        return self._titles[target]


@dataclass
class Candidates:
    """Finds what is called nearly like a word; the names of each target are read once.

    Records that come with the same files, ``own``, are candidates for words of sheets of ours.
    """

    own: Own
    _names: dict[tuple[str, bool], Named] = field(default_factory=dict)

    def near(self, word: dict) -> list[tuple[str, str]]:
        """Return (key, name) of what is nearest to a word, the nearest first."""
        target, text, is_own = word["target"], word["text"], not word.get("parts")
        close = self._of(target, is_own).nearest(text, NEAREST * 2, 0.45)
        keys = list(dict.fromkeys(close))[:NEAREST]
        called = self._called(target, keys) | (self.own.of(target) if is_own else {})
        return [(key, called.get(key, key)) for key in keys]

    def _of(self, target: str, is_own: bool) -> Named:
        if (target, is_own) not in self._names:
            is_entry = target in VOCABULARY
            names = names_of(VOCABULARY[target]) if is_entry else titles_of(target)
            new = self.own.of(target) if is_own else {}
            found = {**names, **{fold(title): key for key, title in new.items()}}
            if not is_entry:
                # Who knows a record by its key writes that.
                found = {fold(key): key for key in found.values()} | found
            self._names[target, is_own] = Named(found)
        return self._names[target, is_own]

    @staticmethod
    def _called(target: str, keys: Sequence[str]) -> dict[str, str]:
        if target in VOCABULARY:
            found = VOCABULARY[target].objects.filter(pk__in=keys)
            return dict(found.values_list("pk", "name"))
        return dict(Record.objects.filter(key__in=keys).values_list("key", "title"))


def checked(word: dict, ours: str, own: Own) -> str:
    """Return what was chosen for a word as it is kept; raises ``ValueError`` with a sentence."""
    target = word["target"]
    if ours == LEAVE_OUT:
        return ours
    if ours == CREATE:
        if not is_made(target):
            raise ValueError(_("An import does not create this."))
        return ours
    if word["choices"]:
        found = {fold(name): key for key, label in word["choices"] for name in (key, label)}
        if fold(ours) not in found:
            names = ", ".join(key for key, _label in word["choices"])
            raise ValueError(_("It must be one of: %(names)s.") % {"names": names})
        return found[fold(ours)]
    if not target:
        return ours
    new = {} if word.get("parts") else own.of(target)
    return Resolver(own=dict.fromkeys(new, target), titles=new)(target, ours)


def chosen(batch: Batch, choices: Sequence[Choice], *, by: Any) -> dict:
    """Return the options of a batch with choices in them; a saved profile has them as well.

    Raises ``Refused`` where the profile would not hold them.
    """
    remembered = [
        {"target": c.word["target"], "text": c.word["text"], "key": c.ours}
        for c in choices
        if c.is_remembered and c.ours not in (LEAVE_OUT, CREATE)
    ]
    options = {LEARN: [*batch.options.get(LEARN, ()), *remembered] or None}
    mapping = batch.options.get(MAPPING)
    if own := [choice for choice in choices if not (mapping and choice.word.get("parts"))]:
        options[WORDS] = _own_words(batch, own)
    if mapping:
        options |= _mapped_words(batch, mapping, choices, by)
    return options


def _own_words(batch: Batch, choices: Sequence[Choice]) -> dict:
    words = {target: dict(table) for target, table in batch.options.get(WORDS, {}).items()}
    for choice in choices:
        table = words.setdefault(choice.word["table"], {})
        table[choice.word["text"].casefold()] = choice.ours
    return words


def _mapped_words(batch: Batch, mapping: dict, choices: Sequence[Choice], by: Any) -> dict:
    """Return the option of the mapping, and of its draft, with choices where the words were met."""
    parts = parts_of(mapping)
    for number, part in enumerate(parts):
        met = [choice for choice in choices if number in choice.word.get("parts", ())]
        if met:
            text = with_words(part["text"], met)
            _keep_saved(part, text, by)
            parts[number] = {**part, "text": text}
    kept = together(parts, mapping.get("left", ()))
    if "left_layouts" in mapping:
        kept["left_layouts"] = mapping["left_layouts"]
    options = {MAPPING: kept}
    draft = batch.options.get(DRAFT)
    met = [choice for choice in choices if choice.word.get("parts")]
    return options | {DRAFT: with_words(draft, met) if draft and len(parts) == 1 else None}


def with_words(text: str, choices: Sequence[Choice]) -> str:
    """Return the text of a profile with choices in its [values]."""
    tables = parsed(text.encode(), "")[0]
    values = {name: dict(table) for name, table in tables.get("values", {}).items()}
    for choice in choices:
        table = values.setdefault(choice.word["table"], {})
        _replace(table, choice.word["text"], choice.ours)
    found = written({**tables, "values": values}, text)
    profile_of(found.encode(), "")
    return found


def _replace(table: dict[str, str], text: str, ours: str) -> None:
    """Set a word, in the place of one that is compared as the same."""
    for known in [word for word in table if word.strip().casefold() == text.casefold()]:
        del table[known]
    table[text] = ours


def _keep_saved(mapping: Mapping, text: str, by: Any) -> None:
    saved = SavedProfile.objects.filter(pk=mapping.get("saved"), text=mapping["text"]).first()
    if saved and may_replace(saved, by):
        saved.text = text
        saved.save(update_fields=["text", "changed"])
