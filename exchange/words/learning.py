"""Remembering what was chosen for a word: as another name of what it means, for all imports.

It is written once the import is stored. Who confirmed it needs the right to change that entry.
"""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.models import Batch, State
from exchange.rights import on_behalf
from records import refs
from records.documents import items_of
from records.faults import Conflict, Fault, Faults
from records.kinds import get_kind, kinds, target_of
from records.models import Record, Status
from records.refresh import naming, refresh
from records.store import apply, take
from records.text import fold
from records.workflow import is_editor
from vocabulary.lookup import names_of
from vocabulary.models import ENTRIES

LEARN = "learn"
ALIASES = "aliases"
VOCABULARY = {target_of(model): model for model in ENTRIES}


def may_learn(by: Any, target: str, key: str) -> bool:
    """Tell whether a person may give what ``key`` stands for another name."""
    if target in VOCABULARY:
        model = VOCABULARY[target]
        alias = model.aliases.rel.related_model
        return _may(by, "change", model) and _may(by, "add", alias)
    record = Record.objects.filter(key=key).first()
    if record is None or target not in {kind.name for kind in kinds()}:
        return False
    is_free = record.status == Status.DRAFT or is_editor(by)
    return is_free and _may(by, "change", get_kind(record.kind).model)


def _may(by: Any, verb: str, model: type) -> bool:
    opts = model._meta
    return by is None or by.has_perm(f"{opts.app_label}.{get_permission_codename(verb, opts)}")


def learn(batch: Batch) -> None:
    """Write the names that a stored batch is to be remembered by; what cannot be is noted."""
    wanted = batch.options.get(LEARN)
    if not wanted or batch.state != State.STORED:
        return
    by = on_behalf(batch.options.get("confirmed_by"))
    notes = [_learned(by, word["target"], word["text"], word["key"]) for word in wanted]
    with transaction.atomic():
        # Whoever orders meanwhile that it be undone writes into the options too.
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if batch.options.pop(LEARN, None):
            batch.options["notes"] = [*batch.options.get("notes", ()), *filter(None, notes)]
            batch.save(update_fields=["options"])


def learn_what_was_left() -> None:
    """Write what a process that ended right after storing had still to remember."""
    for batch in Batch.objects.filter(state=State.STORED, options__has_key=LEARN):
        learn(batch)


def _learned(by: Any, target: str, text: str, key: str) -> str:
    """Write one name; return the note that says what came of it."""
    said = {"text": text, "key": key}
    if not may_learn(by, target, key):
        return _("“%(text)s” is not remembered: you may not change “%(key)s”.") % said
    try:
        is_new = (_entry if target in VOCABULARY else _record)(by, target, text, key)
    except (Conflict, Faults):
        return _("“%(text)s” is not remembered: “%(key)s” could not be changed.") % said
    return _("From now on “%(text)s” means “%(key)s” in every import.") % said if is_new else ""


def _entry(by: Any, target: str, text: str, key: str) -> bool:
    model = VOCABULARY[target]
    if fold(text) in names_of(model) or not model.objects.filter(pk=key).exists():
        return False
    alias = model.aliases.rel.related_model
    if len(fold(text)) > alias._meta.get_field("folded").max_length:
        raise Faults([Fault("aliases", _("The name is too long."), key=key)])
    # Somebody may give it the same name at this moment.
    _alias, is_new = alias.objects.get_or_create(
        folded=fold(text), defaults={"name": text, "entry_id": key}
    )
    if is_new:
        refresh(naming([key]))
    return is_new


def _record(by: Any, target: str, text: str, key: str) -> bool:
    record = Record.objects.get(key=key)
    document = take(record)
    items = items_of(document, ALIASES)
    if fold(text) in {fold(record.title), *(fold(item["name"]) for item in items)}:
        return False
    item = {"name": text}
    ref = refs.propose(ALIASES, item, {found["ref"] for found in items})
    document["lists"][ALIASES] = [*items, {"ref": ref, **item}]
    apply(document, by=by, why=_("A name met in an import."), base=record.revision)
    return True
