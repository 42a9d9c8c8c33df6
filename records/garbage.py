"""Looking for garbage put off while many documents are held: they make no circles to be found.

Python looks through all that it holds whenever that has grown by some part, which takes a quarter
of the time of a large import. What is no longer used goes at once all the same.
"""

import gc
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_holders = 0
_was_on = True


@contextmanager
def put_off():
    """Put it off for a with-block, or for a function that this decorates; threads may overlap."""
    global _holders, _was_on
    with _lock:
        if not _holders:
            _was_on = gc.isenabled()
            gc.disable()
        _holders += 1
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if not _holders and _was_on:
                _let_grow_old()
                gc.enable()


def _let_grow_old() -> None:
    """Take all that was made meanwhile for old, or it is looked through at once.

    What is frozen stays so: where a server has done that, nothing is done here.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
