"""That a worker is there: its signs of life, what it finds left by others, what it throws away."""

import logging
import os
import signal
import threading
import time
from datetime import timedelta

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exchange.models import Worker
from exchange.tasks import let_go, queue_left
from exchange.words.learning import learn_what_was_left

logger = logging.getLogger(__name__)

# Seconds between two signs of life.
BEAT = 5
# Seconds that a worker has to come to an end once its parent is gone.
GRACE = 20
DAY = timedelta(days=1)
KEPT_DAYS = 7


class Presence:
    """A thread beside the worker's own, for what cannot wait until a task is done.

    ``parent`` is the process that the worker must not outlive, where there is one.
    """

    def __init__(self, name: str, parent: int | None = None):
        self.name, self.parent = name, parent
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        self._pruned = None

    def __enter__(self):
        self.arrive()
        self._thread.start()
        return self

    def __exit__(self, *args) -> None:
        self._over.set()
        self._thread.join(GRACE)
        Worker.objects.filter(pk=self.name).delete()

    def arrive(self) -> None:
        """Say that the worker is there, and take up what one of the same name has left."""
        Worker.objects.filter(pk=self.name).delete()
        let_go()
        self.beat()

    def _run(self) -> None:
        last = time.monotonic()
        while not self._over.wait(1):
            self._follow_parent()
            if time.monotonic() - last >= BEAT:
                last = time.monotonic()
                self.beat()
        connection.close()

    def beat(self) -> None:
        """Say that the worker is there; look after what is lost, and what is over."""
        try:
            Worker.objects.update_or_create(pk=self.name, defaults={"seen": timezone.now()})
            let_go()
            queue_left()
            self._prune()
        except DatabaseError:
            # It is away or busy; the next beat comes soon.
            logger.warning("The worker could not say that it is there.", exc_info=True)
            connection.close()

    def _prune(self) -> None:
        """Throw away what is over and who is gone, once a day; remember what was left for later."""
        now = timezone.now()
        if self._pruned and now - self._pruned < DAY:
            return
        self._pruned = now
        call_command("prune_db_task_results", min_age_days=KEPT_DAYS, verbosity=0)
        # A task that still runs after days lost its worker, or it would have come to an end.
        lost = DBTaskResult.objects.running()
        lost.filter(started_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
        Worker.objects.filter(seen__lt=now - DAY).delete()
        learn_what_was_left()

    def _follow_parent(self) -> None:
        """End with the parent: at the next step of a task, or in the middle of a long one."""
        if self.parent and os.getppid() != self.parent:
            self.parent = None
            os.kill(os.getpid(), signal.SIGTERM)
            if not self._over.wait(GRACE):
                os._exit(1)
