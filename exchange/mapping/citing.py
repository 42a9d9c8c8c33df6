"""The source that all records of a table cite: its own row, and each record's citation."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from exchange.mapping.foreign import MappedRow
from exchange.mapping.shapes import ALL, Profile
from exchange.problems import Problem
from records.cells import join_cell
from records.kinds import get_kind
from records.models import Record, Redirect
from records.slugs import slug

REF_LENGTH = 60


def citation_row(
    profile: Profile, key: str, paths: list[str], locator: str
) -> dict[str, str] | None:
    """Return the cells of a record's citation, or None where the source says nothing of it.

    ``paths`` are those that the table fills; the profile says which of them the source is cited
    for: all, or those that it names (``participants`` stands for all of that list).
    """
    wanted = profile.source.claims
    heads = [f"{name}/" for name in wanted]
    claims = [
        path for path in paths if ALL in wanted or path in wanted or path.startswith(tuple(heads))
    ]
    if not claims:
        return None
    ref = slug(profile.source.key)[:REF_LENGTH].strip("-")
    cells = {"record": key, "ref": ref, "claims": join_cell(claims), "source": profile.source.key}
    cells |= {"locator": locator} if locator else {}
    return cells | ({"basis": profile.source.basis} if profile.source.basis else {})


def source_row(profile: Profile) -> MappedRow | None:
    """Return the row of the source, where the profile describes it and it is not stored yet."""
    source = profile.source
    if not source.record or is_stored(source.key):
        return None
    origins = {name: (f"source.record.{name}",) for name in source.record}
    cells = {"key": source.key, **source.record}
    return MappedRow("sources", 0, cells, profile.name, origins, {})


def is_stored(key: str) -> bool:
    """Tell whether there is a source of this key, present or former."""
    found = Record.objects.filter(key=key), Redirect.objects.filter(old_key=key)
    return any(records.exists() for records in found)


def not_described(profile: Profile) -> list[Problem]:
    """Return what a new source lacks that the profile describes: without it each row would fail."""
    source = profile.source
    if not source or not source.record or is_stored(source.key):
        return []
    return [
        Problem(profile.name, None, f"source.record.{name}", message, value or None, hint)
        for name, value, message, hint in _lacks(source.record)
    ]


def _lacks(given: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    kind = get_kind("source")
    for field in kind.fields:
        value, hint = given.get(field.name, ""), ""
        if field.type.name == "choice":
            words = ", ".join(word for word, _label in field.type.choices)
            hint = _("One of: %(names)s.") % {"names": words}
        if field.name in kind.required and not value.strip():
            yield field.name, "", _("The source is not stored yet, and a new one needs this."), hint
        elif value and field.type.name == "choice":
            try:
                field.type.clean(value)
            except ValueError as error:
                yield field.name, value, str(error), ""
