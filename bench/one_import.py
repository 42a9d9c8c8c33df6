"""`python -m bench.one_import FOLDER`: import the sheets of a folder, print the most MiB held."""

import resource
import sys
from pathlib import Path

import django


def main() -> None:
    """Import in a process of its own, so that nothing else counts."""
    django.setup()
    from bench.imports import bring  # it needs Django

    bring(Path(sys.argv[1]))
    # Linux counts in KiB, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


if __name__ == "__main__":
    main()
