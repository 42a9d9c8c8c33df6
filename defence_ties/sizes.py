"""Requests that send more than their sender may: refused before a file of them is kept."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MEBIBYTE = 2**20
# Bytes that anybody may send: a sign-in has a few hundred.
OF_ANYBODY = MEBIBYTE
PIECE = 64 * 1024


class Sizes:
    """Middleware: answers 413 with a page; stands before the check of forms' tokens.

    That check reads the form, and so puts all files of it on the disk, whoever sends them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Return the refusal, or nothing where the request is small enough for its sender."""
        length = request.META.get("CONTENT_LENGTH") or ""
        size = int(length) if length.isdecimal() else 0
        # What is somewhat more than an import takes is told by its form.
        most = 2 * settings.IMPORT_LIMITS["file_bytes"]
        if size <= OF_ANYBODY or (size <= most and admin.site.has_permission(request)):
            return None
        if size <= most:
            _let_pass(request)
        sentence = _("At most %(most)s MiB are taken at once.") % {"most": most // MEBIBYTE}
        if not admin.site.has_permission(request):
            sentence = _("So much is taken only from those who have signed in.")
        return render(request, "413.html", {"sentence": sentence}, status=413)


def _let_pass(request: HttpRequest) -> None:
    """Read what is sent and keep nothing: a browser shows no answer before it has sent all."""
    while request.read(PIECE):
        pass
