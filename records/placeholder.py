"""Stands in for a page that is being built."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound


def soon(request: HttpRequest, **_arguments) -> HttpResponse:
    """Answer that there is nothing yet."""
    return HttpResponseNotFound()
