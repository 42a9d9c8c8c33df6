"""Reading the files that a batch keeps: as it was told, or as is detected; by its profile."""

import io

from exchange.laying.intake import read_tables, without_twins
from exchange.laying.tables import Table
from exchange.mapping import Profile, profile_of, read_mapped
from exchange.models import MAPPING, Batch
from exchange.progress import Progress, silent
from exchange.reading import Options
from exchange.words.rewording import reworded
from exchange.words.unknown import WORDS

READING, READ_AS = "reading", "read_as"


def read_batch(batch: Batch, progress: Progress = silent) -> list[Table]:
    """Return the tables of the files that a batch keeps, in the way that it was told."""
    options, profile = options_of(batch), profile_kept(batch)
    files = [(io.BytesIO(file.content), file.name) for file in batch.files.all()]
    if profile:
        return read_mapped(files, profile, progress, options)
    tables: list[Table] = []
    for number, (file, name) in enumerate(files):
        progress(name, number, len(files))
        tables += read_tables(file, name, options)
    return reworded(without_twins(tables), batch.options.get(WORDS, {}))


def options_of(batch: Batch) -> Options:
    """Return what was said of the files of a batch; the rest is detected."""
    return Options(**batch.options.get(READING, {}))


def profile_kept(batch: Batch) -> Profile | None:
    """Return the profile by which the files of a batch are read, if they are of another layout."""
    kept = batch.options.get(MAPPING)
    return profile_of(kept["text"].encode(), kept.get("file") or kept["name"]) if kept else None


def read_as(tables: list[Table]) -> list[dict]:
    """Return how each file was read: its name, format, encoding, delimiter and sheets."""
    return [table.how for table in tables if table.how]
