"""Reading the files that a batch keeps: as it was told, or as is detected; by its profile."""

import io

from exchange.laying.tables import Table
from exchange.mapping import Profile, read_mapped
from exchange.mapping.files import read_ours
from exchange.mapping.kept import profiles_of
from exchange.models import MAPPING, Batch
from exchange.progress import Progress, silent
from exchange.reading import Options
from exchange.words.rewording import reworded
from exchange.words.unknown import WORDS

READING, READ_AS = "reading", "read_as"


def read_batch(batch: Batch, progress: Progress = silent) -> list[Table]:
    """Return the tables of the files that a batch keeps, in the way that it was told."""
    options, profiles, words = options_of(batch), profiles_kept(batch), batch.options.get(WORDS, {})
    files = [(io.BytesIO(file.content), file.name) for file in batch.files.all()]
    left = left_out(batch)
    if profiles:
        return reworded(read_mapped(files, profiles, progress, options, left), words)
    return reworded(read_ours(files, progress, options, left), words)


def options_of(batch: Batch) -> Options:
    """Return what was said of the files of a batch; the rest is detected."""
    return Options(**batch.options.get(READING, {}))


def profiles_kept(batch: Batch) -> list[Profile]:
    """Return the profiles by which the files of a batch are read, if they are of other layouts."""
    return profiles_of(batch.options.get(MAPPING))


def left_out(batch: Batch) -> list[str]:
    """Return the marks of the tables of a batch that are left out."""
    return (batch.options.get(MAPPING) or {}).get("left", [])


def read_as(tables: list[Table]) -> list[dict]:
    """Return how each file was read: its name, format, encoding, delimiter and sheets."""
    return [table.how for table in tables if table.how]
