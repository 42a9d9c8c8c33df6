"""The admin of imports."""

from exchange.admin.batches import BatchAdmin
from exchange.admin.profiles import SavedProfileAdmin

__all__ = ["BatchAdmin", "SavedProfileAdmin"]
