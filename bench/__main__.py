"""`python -m bench`: prints the table. Run by `make bench`."""

import argparse
import os
import tempfile
import time
from pathlib import Path

from bench.servers import add_servers, run_on_postgres


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
    add_servers(parser, "imports alone, ")
    options = parser.parse_args()
    run_on_postgres(options, "bench")
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
