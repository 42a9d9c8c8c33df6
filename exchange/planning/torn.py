"""Records of which a row could not be read: what the other rows say of them is not the whole."""

from collections.abc import Iterable, Sequence

from exchange.laying.control_cells import cell
from exchange.laying.drafts import Drafts
from exchange.laying.tables import Table
from exchange.problems import torn
from exchange.sheets import RECORD
from records.faults import Fault
from records.steps import FAILED, UNCHANGED, Step
from records.text import fold


def faults_of_torn(tables: Sequence[Table], drafts: Drafts, steps: Iterable[Step]) -> dict:
    """Return key -> the fault of each record that one of the unread rows of lists belongs to.

    The rows themselves are told where they are read. Of a record that stays as it is nothing would
    be stored without them.
    """
    lost: dict[str, list[tuple[str, int]]] = {}
    for table in tables:
        for row in table.lost if table.sheet and table.sheet.list else ():
            name = cell(row, RECORD)
            for called in {drafts.key(name), fold(name)} - {""}:
                lost.setdefault(called, []).append((row.sheet, row.number))
    if not lost:
        return {}
    moving = [step for step in steps if step.outcome not in (UNCHANGED, FAILED)]
    names = ((step.key, lost.get(step.key) or lost.get(fold(str(step.title)))) for step in moving)
    told = ((key, *torn(places)) for key, places in names if places)
    return {key: Fault("", message, hint=hint, key=key) for key, message, hint in told}
