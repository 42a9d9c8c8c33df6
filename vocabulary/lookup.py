"""How a name becomes the key of a vocabulary's entry, and what follows from one."""

from collections.abc import Iterable

from records import resolve
from records.kinds import target_of
from records.text import fold
from vocabulary.models import ENTRIES, Country


def names_of(model) -> dict[str, str]:
    """Return folded name -> key for all names of a vocabulary: keys, names, codes, aliases."""
    found = {
        fold(name): key
        for name, key in model.aliases.rel.related_model.objects.values_list("name", "entry_id")
    }
    columns = ["name"]
    if model is Country:
        columns += ["official_name", "iso3"]
    elif hasattr(model, "short_name"):
        columns += ["short_name"]
    for key, *names in model.objects.values_list("key", *columns):
        found.update({fold(name): key for name in (*names, key) if name})
    return found


def finder(model) -> resolve.Finder:
    """Return the function that finds entries of ``model``: by key, else by any of their names."""

    def find(texts: Iterable[str]) -> dict[str, str]:
        texts = [text for text in texts if "\x00" not in text]
        found = {
            key: key for key in model.objects.filter(pk__in=texts).values_list("pk", flat=True)
        }
        left = [text for text in texts if text not in found]
        if left:
            names = names_of(model)
            found.update({text: names[fold(text)] for text in left if fold(text) in names})
        return found

    return find


def _names(model) -> resolve.Names:
    def names():
        yield from model.objects.values_list("name", flat=True)
        yield from model.aliases.rel.related_model.objects.values_list("name", flat=True)

    return names


def register_targets() -> None:
    """Make every vocabulary known as a target of references."""
    for model in ENTRIES:
        resolve.register(target_of(model), finder(model), _names(model), model._meta.verbose_name)
