"""Dates of which not everything is known: read, kept, shown, compared, filtered."""

from .compare import compatible
from .display import display, display_short
from .edtf import UncertainDate, bounds, parse
from .errors import DateError, SeveralDates
from .fields import DateBoundField, UncertainDateField, UncertainDateFormField, columns
from .lookups import certainly, possibly, undated
from .typed import not_kept, understand

__all__ = [
    "DateBoundField",
    "DateError",
    "SeveralDates",
    "UncertainDate",
    "UncertainDateField",
    "UncertainDateFormField",
    "bounds",
    "certainly",
    "columns",
    "compatible",
    "display",
    "display_short",
    "not_kept",
    "parse",
    "possibly",
    "undated",
    "understand",
]
