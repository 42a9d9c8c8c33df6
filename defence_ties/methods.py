"""Requests with a method that an address does not take."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SAFE = ("GET", "HEAD", "OPTIONS")


class Methods:
    """Middleware: answers 405 with a page; stands before the check of forms' tokens.

    Only the admin has forms that change something; all other addresses are for reading.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Return the refusal, or nothing where the method can be tried."""
        forms = "admin" in request.resolver_match.app_names
        allowed = (*SAFE, "POST") if forms else SAFE
        if request.method in allowed:
            return None
        answer = render(request, "405.html", status=405)
        answer.headers["Allow"] = ", ".join(allowed)
        return answer
