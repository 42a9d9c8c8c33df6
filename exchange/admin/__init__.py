"""The admin of imports."""

from exchange.admin.batches import BatchAdmin

__all__ = ["BatchAdmin"]
