"""The vocabularies as they come with the project: read from CSV, stored re-runnably.

What editors changed or added stays: an entry that is there already keeps what it says, gets what
it lacks, and loses nothing.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models, transaction

from records.cells import split_cell
from records.text import fold
from vocabulary.models import (
    Activity,
    Country,
    Domain,
    Force,
    Grouping,
    Place,
    Platform,
    Topic,
    Unit,
)

TERMS = {"domain": Domain, "activity": Activity, "topic": Topic}


@dataclass(frozen=True)
class Sheet:
    """One file: its model, the columns that are stored as they are, those that refer to others."""

    file: str
    model: type[models.Model]
    plain: tuple[str, ...]
    references: tuple[str, ...] = ()


SHEETS = (
    Sheet(
        "countries",
        Country,
        ("name", "official_name", "iso3", "numeric", "cow", "gw", "former", "since", "until"),
    ),
    Sheet("groupings", Grouping, ("name",)),
    Sheet("forces", Force, ("name", "short_name", "domain"), ("country", "parent")),
    Sheet("places", Place, ("name", "kind", "latitude", "longitude"), ("country", "within")),
    Sheet("platforms", Platform, ("name", "kind"), ("within",)),
    Sheet("units", Unit, ("name", "kind", "hull_number"), ("country", "force", "platform")),
)


@dataclass
class Seeded:
    """What seeding one file came to."""

    file: str
    added: int = 0
    kept: int = 0
    aliases: int = 0
    taken: list[str] = field(default_factory=list)


@transaction.atomic
def seed(folder: Path) -> list[Seeded]:
    """Store the vocabularies of ``folder``; return what was added, file by file.

    Raises ``OSError`` for a file that cannot be read, ``ValueError`` with its name and row for one
    that cannot be stored.
    """
    done = []
    for sheet in SHEETS:
        rows = _rows(folder / f"{sheet.file}.csv")
        done.append(_seed_rows(sheet.file, sheet.model, sheet.plain, sheet.references, rows))
        if sheet.model is Grouping:
            _seed_members(rows)
    terms = _rows(folder / "terms.csv")
    for scheme, model in TERMS.items():
        rows = [row for row in terms if row["scheme"] == scheme]
        done.append(_seed_rows(scheme, model, ("name", "order"), (), rows))
    return done


def _rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{"key": row.get("code"), **row} for row in csv.DictReader(file)]


def _seed_rows(file, model, plain, references, rows) -> Seeded:
    done = Seeded(file)
    present = set(model.objects.values_list("pk", flat=True))
    names = [*plain, *references]
    new = []
    for row in rows:
        if row["key"] in present:
            done.kept += 1
        else:
            new.append(_entry(file, model, row, names))
    done.added = len(new)
    model.objects.bulk_create(new)
    _seed_aliases(model, rows, done)
    return done


def _entry(file: str, model, row: dict, names: Iterable[str]) -> models.Model:
    entry = model(key=row["key"])
    for name in names:
        column = model._meta.get_field(name)
        try:
            setattr(entry, column.attname, _value(column, row.get(name) or ""))
        except ValueError as error:
            raise ValueError(f"{file}.csv, {row['key']}, {name}: {error}") from error
    return entry


def _value(column: models.Field, text: str):
    if isinstance(column, models.BooleanField):
        return text == "yes"
    if text == "":
        return None if column.null else column.get_default()
    if isinstance(column, models.FloatField):
        return float(text)
    return int(text) if isinstance(column, models.IntegerField) else text


def _seed_members(rows: list[dict]) -> None:
    for row in rows:
        grouping = Grouping.objects.get(pk=row["key"])
        if not grouping.members.exists():
            grouping.members.set(split_cell(row["members"]))


def _seed_aliases(model, rows: list[dict], done: Seeded) -> None:
    """Add the aliases that are free; one that means another entry already stays with that one."""
    alias_model = model.aliases.rel.related_model
    owner = dict(alias_model.objects.values_list("folded", "entry_id"))
    new = []
    for row in rows:
        for text in split_cell(row.get("aliases") or ""):
            language, name = _language(text)
            folded = fold(name)
            if folded not in owner:
                owner[folded] = row["key"]
                alias = alias_model(name=name, folded=folded, language=language)
                alias.entry_id = row["key"]
                new.append(alias)
            elif owner[folded] != row["key"]:
                done.taken.append(name)
    done.aliases = len(new)
    alias_model.objects.bulk_create(new)


def _language(text: str) -> tuple[str, str]:
    """Return language and name of ``ja:海上自衛隊``; no language where none is given."""
    head, colon, tail = text.partition(":")
    return (head, tail.strip()) if colon and len(head) in (2, 3) and head.islower() else ("", text)
