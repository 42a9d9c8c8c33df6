"""`python -m bench`: prints the table. Run by `make bench`."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Measure on databases in a temporary folder, and print the table."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__, allow_abbrev=False)
    parser.add_argument("--exercises", type=int, default=5000, help="rows of the large import")
    parser.add_argument("--paired", type=int, default=500, help="rows beside the plain resource")
    parser.add_argument("--records", type=int, default=10_000, help="exercises behind the pages")
    parser.add_argument("--exports", type=int, default=2000, help="exercises that are exported")
    parser.add_argument("--only", choices=("imports", "exports", "pages"), help="one part of it")
    parser.epilog = "How long others wait during an import: python -m bench.waits --help"
    parser.add_argument("--runs", type=int, default=3, help="paired runs; the median counts")
    parser.add_argument("--large", action="store_true", help="memory of the largest imports, too")
    postgres = parser.add_mutually_exclusive_group()
    postgres.add_argument(
        "--postgres", action="store_true", help="imports alone, on a PostgreSQL of their own"
    )
    postgres.add_argument(
        "--server", action="store_true", help="imports alone, on the PostgreSQL of DATABASE_URL"
    )
    options = parser.parse_args()
    if options.postgres:
        _run_on_postgres()
    options.only = "imports" if options.server else options.only
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="defence-ties-bench-") as folder:
        _set_up(Path(folder), options.server)
        from bench import exports, imports, pages  # they need Django

        print(
            "Each figure is the median of paired runs, one beside the other, on this machine now."
        )
        print("A ratio of 2.0 means: twice the time of what stands on the right.\n")
        print(f"{'ratio':>8}   {'least':>6}   {'most':>6}", flush=True)
        parts = {"imports": imports, "exports": exports, "pages": pages}
        for part in [parts[options.only]] if options.only else parts.values():
            for row in part.measure(Path(folder), options):
                print(row, flush=True)
    print(f"\nThe whole run took {time.perf_counter() - started:.0f} seconds.")


def _run_on_postgres() -> None:
    """Begin again under a PostgreSQL that ends with the run."""
    rest = ["--server" if word == "--postgres" else word for word in sys.argv[1:]]
    command = ["sh", "scripts/postgres.sh", sys.executable, "-m", "bench", *rest]
    os.execvp(command[0], command)  # noqa: S606


def _set_up(folder: Path, on_server: bool) -> None:
    if not on_server:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ.pop("DEBUG", None)
    import django

    django.setup()
    from bench.databases import prepare

    prepare()


if __name__ == "__main__":
    main()
