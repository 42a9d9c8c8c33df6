"""The rows of child sheets: items of a record's lists, added, changed or deleted by their ref."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from exchange.cells import LEAVE, value_of
from exchange.laying.columns import RowReader
from exchange.laying.control_cells import carries_revision
from exchange.laying.drafts import Draft, Drafts
from exchange.laying.tables import Row
from exchange.problems import Problem
from exchange.sheets import DELETE, RECORD, REF, REVISION, Sheet, sheets
from records.documents import items_of
from records.kinds import get_kind
from records.models import Revision
from records.text import tidy
from records.types import Bool

_FIXED = {RECORD, REVISION, REF, DELETE}
_BOOL = Bool()


def record_of(drafts: Drafts, sheet: Sheet, row: Row) -> tuple[Draft | None, list[Problem]]:
    """Return the draft of the record that a child row belongs to, or what is wrong with it."""
    key = tidy(row.cells[RECORD])
    if not key:
        hint = _("Write the key of the record that it belongs to.")
        return None, [row.problem(RECORD, _("The row belongs to no record."), hint=hint)]
    draft = drafts.touch(key)
    if draft is None:
        message = _("No record has this key or title, neither a stored one nor one of the sheets.")
        hint = drafts.gone.get(key) or drafts.nearest(key)
        return None, [row.problem(RECORD, message, key, hint, key)]
    if sheet.list not in draft.kind.lists:
        message = _("A record of the kind “%(kind)s” has no %(list)s.")
        names = {"kind": draft.kind.label, "list": sheet.list}
        hint = _("It has: %(names)s.") % {"names": ", ".join(draft.kind.lists)}
        return None, [row.problem(RECORD, message % names, key, hint, key)]
    return draft, []


def add_item(
    draft: Draft, sheet: Sheet, row: Row, reader: RowReader, seen: dict[tuple, Row]
) -> list[Problem]:
    """Lay one row into its list; return what is wrong with it.

    ``seen`` has the rows so far by sheet, record and ref.
    """
    ref = tidy(row.cells.get(REF, ""))
    if ref:
        mark = (sheet.list, draft.key, ref)
        if mark in seen:
            hint = _("It stands in row %(row)s already.") % {"row": seen[mark].number}
            message = _("This ref stands twice for the record.")
            return [row.problem(REF, message, ref, hint, draft.key)]
        seen[mark] = row
    deletes, wrong = delete_of(row)
    if wrong or deletes:
        return wrong or delete_item(draft, sheet.list, ref, row)
    item = draft.find(sheet.list, ref) if ref else None
    values, is_clean = reader.values(row.cells, carries_revision(row), stored=item)
    if not ref:  # typed a second time
        item = next(draft.same(sheet.list, values), None)
    item = draft.put(sheet.list, ref, values, item)
    draft.is_clean = draft.is_clean and is_clean
    draft.mark(sheet.list, item, row)
    return foreign_cells(draft, sheet, row)


def delete_of(row: Row) -> tuple[bool, list[Problem]]:
    """Return whether a row says to delete, and what is wrong with that cell."""
    cell = row.cells.get(DELETE)
    if not cell:
        return False, []
    try:
        return _BOOL.clean(tidy(cell)), []
    except ValueError as error:
        hint = _("“yes” deletes what the row names; an empty cell does not.")
        return False, [row.problem(DELETE, error, hint=hint)]


def delete_item(draft: Draft, list_name: str, ref: str, row: Row) -> list[Problem]:
    """Take an item out of its list; one that an earlier revision had is gone already."""
    draft.mark(list_name, None, row)
    if draft.find(list_name, ref) is not None:
        draft.remove(list_name, ref)
        return []
    if ref and _was_there(draft, list_name, ref):
        return []
    refs = ", ".join(i["ref"] for i in items_of(draft.document, list_name)) or _("none")
    hint = _("The refs of the record are: %(refs)s.") % {"refs": refs}
    message = _("There is nothing with this ref to delete.")
    return [row.problem(REF, message, ref, hint, draft.key)]


def _was_there(draft: Draft, list_name: str, ref: str) -> bool:
    """Tell whether a stored revision had the item, so that the same import may run again."""
    stored = Revision.objects.filter(record_id=draft.key).values_list("document", flat=True)
    return any(
        item.get("ref") == ref for document in stored for item in items_of(document, list_name)
    )


def foreign_cells(draft: Draft, sheet: Sheet, row: Row) -> list[Problem]:
    """Return the cells with a value in columns that only other kinds of record have."""
    problems = []
    for column in _foreign(sheet.name, draft.kind.name):
        text = row.cells.get(column)
        if not text or _says_nothing(text):
            continue
        own = draft.kind.lists[sheet.list].field
        message = _("The %(list)s of the kind “%(kind)s” have no such column.")
        names = {"list": sheet.list, "kind": draft.kind.label}
        hint = _("They have: %(names)s.") % {"names": ", ".join(own)}
        problems.append(row.problem(column, message % names, text, hint, draft.key))
    return problems


@lru_cache(maxsize=256)
def _foreign(sheet_name: str, kind_name: str) -> tuple[str, ...]:
    """Return the columns of a sheet that a kind of record does not have."""
    sheet = sheets()[sheet_name]
    own = get_kind(kind_name).lists[sheet.list].field
    return tuple(c for c in sheet.columns if c not in own and c not in _FIXED)


def _says_nothing(text: str) -> Any:
    value = value_of(text, _BOOL, clears=False)
    return value is LEAVE or value is False
