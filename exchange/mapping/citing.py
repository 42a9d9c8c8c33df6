"""The source that all records of a table cite: its own row, and each record's citation."""

from django.utils.text import slugify

from exchange.mapping.foreign import MappedRow
from exchange.mapping.shapes import ALL, Profile
from records.cells import join_cell
from records.models import Record, Redirect

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
    ref = slugify(profile.source.key)[:REF_LENGTH].strip("-")
    cells = {"record": key, "ref": ref, "claims": join_cell(claims), "source": profile.source.key}
    cells |= {"locator": locator} if locator else {}
    return cells | ({"basis": profile.source.basis} if profile.source.basis else {})


def source_row(profile: Profile) -> MappedRow | None:
    """Return the row of the source, where the profile describes it and it is not stored yet."""
    source = profile.source
    if not source.record or Record.objects.filter(key=source.key).exists():
        return None
    if Redirect.objects.filter(old_key=source.key).exists():
        return None
    origins = {name: (f"source.record.{name}",) for name in source.record}
    cells = {"key": source.key, **source.record}
    return MappedRow("sources", 0, cells, profile.name, origins, {})
