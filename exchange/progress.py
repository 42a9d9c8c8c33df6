"""How far a long work has come, told to whoever shows it: a page, a bar, or nobody."""

from typing import Protocol

from tqdm import tqdm


class Progress(Protocol):
    """What a long work calls: the step in words, and how much of it is done.

    It is called outside of transactions only, so that it may write to the database itself.
    """

    def __call__(self, step: str, done: int = 0, total: int = 0) -> object:
        """Take the step's name; ``total`` 0 says that nobody knows how much there is."""


def silent(step: str, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""


class Bar:
    """A progress bar for a command, where a terminal shows it. Close it at the end."""

    def __init__(self):
        self._bar = tqdm(unit="", disable=None, leave=False)

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Show the step, from its beginning where it is another one."""
        self._bar.set_description(step, refresh=False)
        self._bar.total, self._bar.n = total or None, done
        self._bar.refresh()

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()
