"""Batches, which every import is kept as; saved mapping profiles; long work and who does it."""

from exchange.models.batches import (
    IMPORT,
    MAPPING,
    STORABLE,
    UNFIT,
    WORKING,
    Batch,
    BatchFile,
    BatchProblem,
    BatchRecord,
    Outcome,
    ProblemRows,
    State,
    Undo,
)
from exchange.models.profiles import SavedProfile
from exchange.models.work import Work, Worker

__all__ = [
    "IMPORT",
    "MAPPING",
    "STORABLE",
    "UNFIT",
    "WORKING",
    "Batch",
    "BatchFile",
    "BatchProblem",
    "BatchRecord",
    "Outcome",
    "ProblemRows",
    "SavedProfile",
    "State",
    "Undo",
    "Work",
    "Worker",
]
