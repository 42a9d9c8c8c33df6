"""Room on the disk: which errors tell that none is left."""

import errno

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def is_full(error: BaseException) -> bool:
    """Tell whether an error comes of a disk that is full, or of one's share of it."""
    return isinstance(error, OSError) and error.errno in _NO_ROOM
