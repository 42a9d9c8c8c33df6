"""Imports that a process left when it ended: gone on with, or taken back."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.batches.carrying import carry_out, take_all_back
from exchange.batches.from_files import call_off
from exchange.batches.holding import STALE, claim, finish, hand_on, held, is_left
from exchange.batches.keeping import forget
from exchange.batches.steps import prepare
from exchange.batches.taking_back import DIRECT, GIVEN_UP, take_back
from exchange.batches.undoing import TRIED
from exchange.models import WORKING, Batch, State, Work
from exchange.progress import Progress, silent
from exchange.rights import require_answers_for, require_import
from exchange.words.learning import learn_what_was_left
from records.faults import Refused

# How often a batch is taken up again; one at which a process ends each time is given up.
TRIES = 3
TAKEN_UP = "taken_up"

log = logging.getLogger(__name__)


def left(after: timedelta = STALE):
    """Return the batches that are to be worked on, and on which nobody has worked for a time."""
    found = Batch.objects.filter(is_left(after), state__in=WORKING).order_by("created")
    found = found.exclude(options__has_key=GIVEN_UP)
    forgetting = Batch.objects.filter(
        is_left(after), state=State.DISCARDED, heartbeat__isnull=False
    )
    return [*found, *forgetting]


def recover(
    progress: Progress = silent, *, after: timedelta = STALE, also_given_up: bool = False
) -> list[Batch]:
    """Go on with what others left, or take it back; return those batches as they are then.

    ``after`` is how long somebody must have been silent to count as gone. What fails is logged,
    and left for the next time; what was given up is tried if that is asked for.
    """
    if also_given_up:
        for batch in Batch.objects.filter(state=State.UNDOING, options__has_key=GIVEN_UP):
            try_again(batch, by=None)
    found = left(after)
    for batch in found:
        try:
            take_up(batch.pk, progress, after=after)
        except Exception:
            log.exception("Import %s could not be taken up again.", batch.pk)
    learn_what_was_left()
    now = Batch.objects.in_bulk([batch.pk for batch in found])
    return [now[batch.pk] for batch in found if batch.pk in now]


def take_up(batch_id: Any, progress: Progress = silent, *, after: timedelta = STALE) -> None:
    """Go on with a batch that a process left, or take back what it stored; raises what fails.

    One that another process works on, if not silent for ``after``, is left to it.
    """
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None:
        return
    if batch.state == State.DISCARDED:
        forget(batch)
    elif batch.state == State.UNDOING:
        _take_back(batch, progress, after)
    elif batch.state not in WORKING:
        return
    elif batch.options.get(DIRECT):
        _call_off(batch, progress, after)
    else:
        _go_on(batch, progress, after)


def _call_off(batch: Batch, progress: Progress, after: timedelta) -> None:
    mine = claim(batch.pk, State.STORING, after)
    if mine:
        with held(mine):
            call_off(mine, progress)


def _take_back(batch: Batch, progress: Progress, after: timedelta) -> None:
    """Go on with taking a batch back; where that fails each time, leave it until somebody asks."""
    mine = claim(batch.pk, State.UNDOING, after)
    if mine is None:
        return
    with held(mine):
        tries = mine.options.get(TRIED, 0) + 1
        is_over = {GIVEN_UP: True} if tries > TRIES else {}
        hand_on(mine, mine.state, options={**mine.options, TRIED: tries, **is_over})
    if is_over:
        Work.objects.filter(pk=mine.pk).update(finished=timezone.now(), worker="")
    else:
        take_back(mine.pk, progress, after=after)


def try_again(batch: Batch, *, by: Any) -> Batch:
    """Mark a batch that could not be taken back to be taken back once more; return it.

    Raises ``PermissionDenied`` for another's batch, unless by an editor, and ``Refused`` where that
    was not given up.
    """
    require_import(by)
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        require_answers_for(batch, by)
        if batch.state != State.UNDOING or GIVEN_UP not in batch.options:
            message = _("This import is not waiting to be taken back again: it is %(state)s.")
            raise Refused(message % {"state": batch.get_state_display()})
        _begin_anew(batch)
    return batch


def _begin_anew(batch: Batch) -> None:
    options = {n: value for n, value in batch.options.items() if n not in (GIVEN_UP, TRIED)}
    batch.options, batch.heartbeat, batch.holder = options, None, ""
    batch.save(update_fields=["options", "heartbeat", "holder"])


def _go_on(batch: Batch, progress: Progress, after: timedelta) -> None:
    mine = claim(batch.pk, batch.state, after)
    if mine is None:
        return
    with held(mine):
        tries = mine.options.get(TAKEN_UP, 0) + 1
        hand_on(mine, mine.state, options={**mine.options, TAKEN_UP: tries})
        if tries > TRIES:
            _give_up(mine, progress)
    work = prepare if mine.state == State.RECEIVED else carry_out
    if tries <= TRIES:
        work(mine.pk, progress, after=after)


def _give_up(batch: Batch, progress: Progress) -> None:
    if batch.state == State.RECEIVED:
        finish(batch, State.FAILED)
    else:
        note = _(
            "This import could not be carried out: it was stopped each time. Nothing is stored."
        )
        take_all_back(batch, progress, note)
