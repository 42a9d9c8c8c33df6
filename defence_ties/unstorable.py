"""Text in a request that the database cannot even be asked for."""

from django.core.exceptions import BadRequest
from django.db import DataError


class UnstorableText:
    """Middleware: answers 400 where a view asked the database for a text with NUL in it.

    Our own filters refuse such a text with a sentence; the admin's, and the look-up of sessions,
    hand on what an address or a cookie says. SQLite finds nothing then; PostgreSQL's driver raises.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Turn the driver's refusal into one of the request."""
        if isinstance(exception, DataError) and "NUL" in str(exception):
            raise BadRequest("The request has a NUL character in it.") from exception
