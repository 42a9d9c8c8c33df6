"""Write the corpus: a folder for each case, named by its number, with the file in it."""

import sys
from pathlib import Path

from tests.exchange.corpus import CASES


def main(folder: Path) -> None:
    """Write all files, and a list of the cases."""
    for number, case in enumerate(CASES, 1):
        path = folder / f"{number:03}" / case.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.bytes())
    lines = (f"{number:03} {case.name}\n" for number, case in enumerate(CASES, 1))
    (folder / "cases.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
