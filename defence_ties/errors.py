"""The pages for requests that cannot be answered.

They are rendered without context processors or database, so that they work
even when what failed is the session, the database or a template tag.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(name: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(name), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense with status 400."""
    return _page("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request for what this user may not see or do with status 403."""
    return _page("403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address where nothing is with status 404."""
    return _page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that hit a fault of ours with status 500."""
    return _page("500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose security token is missing or old with status 403."""
    return _page("403_csrf.html", 403)


def locked_out(request: HttpRequest, response: object = None, credentials: object = None):
    """Answer a sign-in after too many wrong passwords with status 429."""
    return _page("429.html", 429)
