"""Long work on a batch: ordered by a person, done by the request or by a worker, told as it goes.

The state of the batch says what there is to do, and each of these works is taken up again where a
process that is gone has left it; ``holding`` sees to it that one process at a time has it. So
nothing but the batch's id is handed over, and it does not matter who does the work.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.contrib.messages import constants
from django.db import OperationalError, models
from django.db.models import F
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from defence_ties.room import is_full
from exchange.batches.carrying import carry_out
from exchange.batches.recovering import take_up
from exchange.batches.steps import prepare
from exchange.batches.taking_back import take_back
from exchange.models import STORABLE, WORKING, Batch, State, Work
from exchange.progress import Progress
from records.prepared import name_of

logger = logging.getLogger(__name__)

# Seconds between two notes of how far a work has come.
PACE = 1.0
# What is done in the request: bytes of files to read, of files that are packed, and records.
SMALL_FILES, SMALL_PACKED, SMALL_RECORDS = 2**20, 2**18, 2000
PACKED = (".xlsx", ".xlsm", ".ods", ".zip")

# What there is to do with a batch in these states.
DOING: dict[str, Callable] = {
    State.RECEIVED: prepare,
    State.STORING: carry_out,
    State.UNDOING: take_back,
}
_stopping = threading.Event()


class Stopped(BaseException):
    """Raised in a work that is interrupted: no failure, somebody takes it up again."""


def is_small(batch: Batch) -> bool:
    """Tell whether a person may wait for the work on a batch."""
    if batch.state != State.RECEIVED:
        return batch.count(*STORABLE) <= SMALL_RECORDS
    names = batch.options.get("files", ())
    packed = any(name.lower().endswith(PACKED) for name in names)
    return batch.size <= (SMALL_PACKED if packed else SMALL_FILES)


def order(batch: Batch, by: Any) -> Work:
    """Note that somebody wants the work done which the batch's state names."""
    new = {"by": by, "by_name": name_of(by), "ordered": timezone.now(), "finished": None}
    new |= {"attempts": 0, "worker": "", "step": "", "done": 0, "total": 0, "told": "", "level": 0}
    return Work.objects.update_or_create(batch=batch, defaults=new)[0]


def perform(batch_id: Any, worker: str = "") -> None:
    """Do the work on a batch, as far as no other process has it in hand.

    ``worker`` is the name of the worker that does it, if one does. Raises ``Stopped`` where it was
    interrupted; the work then waits to be taken up again.
    """
    batch = Batch.objects.select_related("work").filter(pk=batch_id).first()
    if batch is None:
        return
    found = _ordered(batch)
    # What nobody ordered was left by a command; what was begun before, by a process that is gone.
    is_new = hasattr(batch, "work") and not batch.work.attempts
    found.update(attempts=F("attempts") + 1, worker=worker)
    try:
        work = DOING.get(batch.state, take_up) if is_new else take_up
        told, level = _outcome(batch, work, Told(found))
    except Stopped:
        # Being ended is nothing that the work has done.
        attempts = F("attempts") - 1 if _stopping.is_set() else F("attempts")
        found.update(attempts=attempts, worker="")
        raise
    if not Batch.objects.filter(pk=batch_id, state__in=WORKING).exists():
        found.update(finished=timezone.now(), told=told[:500], level=level)


def _ordered(batch: Batch):
    """Return the note of the work that is ordered now: once another is, nothing is said of it."""
    if not hasattr(batch, "work"):
        return Work.objects.none()
    return Work.objects.filter(pk=batch.pk, ordered=batch.work.ordered)


def _outcome(batch: Batch, work: Callable, progress: Progress) -> tuple[str, int]:
    """Do the work; return what to say of it, and in which tone."""
    try:
        work(batch.pk, progress)
    except OperationalError as error:
        # The database was busy or away for a while, which is no reason to give up.
        logger.exception("The work on import %s was interrupted (%s).", batch.pk, batch.state)
        raise Stopped from error
    except Exception as error:
        logger.exception("The work on import %s failed (%s).", batch.pk, batch.state)
        return _fault(Batch.objects.get(pk=batch.pk), error), constants.ERROR
    return _told(Batch.objects.filter(pk=batch.pk).first(), batch.state)


def _told(batch: Batch | None, before: str) -> tuple[str, int]:
    """Return what became of a batch that was in the state ``before``, and the tone of that."""
    now = batch.state if batch else ""
    if now == State.STORED and before == State.STORING:
        number = batch.count(*STORABLE)
        text = ngettext("%(n)s record was stored.", "%(n)s records were stored.", number)
        return text % {"n": number_format(number, force_grouping=True)}, constants.SUCCESS
    if now == State.UNDONE:
        return _("The import was undone."), constants.SUCCESS
    if now == State.PREVIEWED and before in (State.STORING, State.UNDOING):
        message = _("Records have changed since the preview. Nothing was stored: look at it again.")
        return message, constants.ERROR
    if now == State.STORED and before == State.UNDOING:
        return _("Records have changed since you looked: look at the list again."), constants.ERROR
    return "", 0


def _fault(batch: Batch, error: Exception) -> str:
    """Return what to say of a work that came to nothing because of us."""
    why = _("because of a fault in the program")
    if is_full(error):
        why = _("because the disk of the site is full")
    if batch.state == State.FAILED:
        what = _("The files were not read, %(why)s.")
    elif batch.state == State.PREVIEWED:
        what = _("Nothing was stored, %(why)s.")
    else:
        what = _("This could not be done, %(why)s.")
    return what % {"why": why} + " " + _("It has been noted for those who run the site.")


class Told:
    """Progress that is noted with the work, where a page finds it."""

    def __init__(self, found: models.QuerySet[Work]):
        self._found = found
        self._step, self._at = "", 0.0

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Note a new step, or how far the same one has come, about once a second."""
        if _stopping.is_set():
            raise Stopped
        now = time.monotonic()
        if step == self._step and now - self._at < PACE:
            return
        self._step, self._at = step, now
        self._found.update(step=step[:200], done=done, total=total)


@contextmanager
def interruptible():
    """Let the signals that end a process end the work in hand first, at its next step."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number, frame):
        if not _stopping.is_set():
            _stopping.set()
            former[number](number, frame)

    for number in former:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
