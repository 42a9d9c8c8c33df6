"""`python -m bench.one_import FOLDER`: import the sheets of a folder, print the most MiB held."""

import sys
from pathlib import Path

import django

STATUS = Path("/proc/self/status")


def main() -> None:
    """Import in a process of its own, so that nothing else counts."""
    django.setup()
    from bench.imports import bring  # it needs Django

    bring(Path(sys.argv[1]))
    # The peak of this process alone: what getrusage tells includes the one that it came from.
    held = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    print(int(held.split()[1]) / 1024)


if __name__ == "__main__":
    main()
