"""Pages beside themselves: with few records behind them and with many."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from bench.databases import prepare, use
from bench.timing import Ratio, paired

FEW = 10
REQUESTS = 3
PAGES = {
    "list of exercises": "/exercises/",
    "list, filtered": "/exercises/?country=IN&year=2010",
    "exercise": "/exercises/sample-exercise-7/",
    "source": "/sources/sample-source-1/",
    "home": "/",
}


def measure(folder: Path, options: Namespace) -> Iterator[Ratio]:
    """Yield, for each page, its time with many records over its time with few."""
    few, many = _filled(folder, FEW), _filled(folder, options.records)
    client = Client(headers={"host": "127.0.0.1"})
    for name, address in PAGES.items():
        yield paired(
            f"{name}: {options.records} exercises / {FEW}",
            lambda address=address: _visit(client, many, address),
            lambda address=address: _visit(client, few, address),
            options.runs * 2,
        )


def _filled(folder: Path, number: int) -> Path:
    path = folder / f"pages-{number}.sqlite3"
    use(path)
    prepare()
    call_command("make_sample", exercises=number, publish=True, verbosity=0)
    return path


def _visit(client: Client, database: Path, address: str) -> None:
    """Ask for a page some times over one connection, as a server does."""
    use(database)
    for _request in range(REQUESTS):
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
