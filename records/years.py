"""The year of a day, worked out by the database itself."""

from django.db.models.functions import Coalesce, ExtractYear


class Year(ExtractYear):
    """The year of a date. On SQLite, Django's own calls back into Python for every row."""

    def as_sqlite(self, compiler, connection, **kwargs):
        """Return the year as the first four digits of the date as SQLite keeps it."""
        sql, params = compiler.compile(self.lhs)
        return f"CAST(SUBSTR({sql}, 1, 4) AS INTEGER)", params


def year_of_period() -> Year:
    """Return the year in which a record's period begins, or ends where its begin is open."""
    return Year(Coalesce("period_earliest", "period_latest"))
