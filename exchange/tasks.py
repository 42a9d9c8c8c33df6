"""The task of long work, and its queue. What it is given is an id, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exchange.batches.holding import STALE, is_left
from exchange.batches.recovering import left
from exchange.batches.working import Stopped, interruptible, is_small, order, perform
from exchange.models import WORKING, Batch, Work, Worker

if django.VERSION >= (6, 0):
    from django.tasks import TaskContext, TaskResultStatus, task
else:
    from django_tasks import TaskContext, TaskResultStatus, task

# A worker that has not said for so long that it is there counts as gone.
GONE = timedelta(seconds=30)


@task(takes_context=True)
def work_on(context: TaskContext, batch_id: str) -> None:
    """Do the work that was ordered on a batch; it waits again where this process is to end."""
    try:
        with interruptible():
            perform(batch_id, worker=context.task_result.worker_ids[-1])
    except Stopped:
        queue(batch_id)


def queue(batch_id: Any) -> None:
    """Let a worker do the work on a batch."""
    work_on.enqueue(str(batch_id))


def start(mark: Callable[[], Batch], *, by: Any) -> Batch:
    """Order the work that ``mark`` marks a batch for; do it at once if it is small.

    Returns the batch as it then stands. Raises what ``mark`` raises. Where this process ends before
    the work is in the queue, ``queue_left`` finds it.
    """
    batch = mark()
    order(batch, by)
    try:
        if is_small(batch):
            perform(batch.pk)
        else:
            queue(batch.pk)
    except Stopped:
        queue(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def queue_left() -> None:
    """Queue what nobody has in hand any more, and what never got into the queue."""
    for batch in left():
        if not is_queued(batch.pk):
            queue(batch.pk)


def let_go() -> None:
    """Take what they had in hand from the workers that are gone, so that another goes on with it.

    Should one of them be there after all, ``exchange.batches.holding`` stops it.
    """
    lost = Work.objects.filter(finished=None).exclude(worker="")
    lost = lost.exclude(worker__in=present().values("name"))
    Batch.objects.filter(work__in=lost, state__in=WORKING).update(holder="", heartbeat=None)
    lost.update(worker="")


def present():
    """Return the workers that have said of late that they are there."""
    return Worker.objects.filter(seen__gt=timezone.now() - GONE)


def is_waiting(batch: Batch, work: Work) -> bool:
    """Tell whether nobody has the work on a batch in hand."""
    if work.worker and not present().filter(pk=work.worker).exists():
        return True
    return not batch.holder or Batch.objects.filter(is_left(STALE), pk=batch.pk).exists()


def is_queued(batch_id: Any) -> bool:
    """Tell whether the work on a batch is in the queue."""
    found = DBTaskResult.objects.filter(task_path=work_on.module_path)
    ready = found.filter(status=TaskResultStatus.READY)
    return ready.filter(args_kwargs__args__0=str(batch_id)).exists()
