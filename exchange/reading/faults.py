"""What stops the reading of a file."""


class Unreadable(Exception):
    """Raised where a file or a sheet cannot be read: why, and what would be right.

    ``sheet``, ``row`` (the Excel row) and ``value`` say where, as far as there is such a place.
    """

    def __init__(self, message: str, hint: str = "", *, row: int | None = None, value=None):
        self.message, self.hint, self.row, self.value = str(message), str(hint), row, value
        self.sheet = ""
        super().__init__(self.message)


class BadCell(Exception):
    """Raised where one cell cannot be taken as it is: why, what stands there, what is right."""

    def __init__(self, message: str, value: str, hint: str = ""):
        self.message, self.value, self.hint = str(message), value, str(hint)
        super().__init__(self.message)
