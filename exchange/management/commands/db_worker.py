"""`manage.py db_worker`: does long work in the background, until it is ended."""

from django_tasks_db.management.commands.db_worker import Command as QueueWorker

from exchange.worker import Presence


class Command(QueueWorker):
    """The worker of the queue, which says that it is there and takes up what others left."""

    help = "Do long imports in the background; several may run at once."

    def add_arguments(self, parser) -> None:
        """Add the process that the worker belongs to."""
        super().add_arguments(parser)
        parser.add_argument("--parent", type=int, help="the process that this one ends with")

    def handle(self, *, worker_id: str, parent: int | None = None, **options) -> None:
        """Work until ended."""
        with Presence(worker_id, parent):
            super().handle(worker_id=worker_id, **options)
