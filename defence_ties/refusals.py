"""Pages for requests that are refused or fail: those of the admin stay in the admin."""

import errno
import sys
from collections.abc import Iterator

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults

from defence_ties.room import is_full

READ_ONLY = {errno.EROFS, errno.EACCES}
# What SQLite and PostgreSQL say, in English or by a number, and what that means here.
FULL = gettext_lazy("There is no room left on the server to store anything.")
BUSY = gettext_lazy("Others are writing just now, and it takes longer than usual.")
CLOSED = gettext_lazy("The server cannot write to its disk at present.")
SAID = {
    "disk is full": FULL,
    "No space left": FULL,
    "database is locked": BUSY,
    "lock timeout": BUSY,
    "readonly database": CLOSED,
    "read-only": CLOSED,
    "unable to open database": CLOSED,
    "disk I/O error": CLOSED,
}
# Seconds after which to try again.
RETRY_AFTER = 60


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: too many files in a sentence for those who work in the admin."""
    if not isinstance(exception, TooManyFilesSent) or not _is_at_work(request):
        return defaults.bad_request(request, exception)
    sentence = _("More than %(most)s files came at once, so none was taken. Send fewer.")
    most = {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
    return _in_admin(request, 400, _("Too many files"), sentence % most)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: in the admin for those who work there, else with the public page."""
    if not _is_at_work(request):
        return defaults.page_not_found(request, exception)
    sentence = _("There is nothing at this address. It may be mistyped, or what it was is gone.")
    return _in_admin(request, 404, _("There is no such page"), sentence)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: in the admin for those who work there, else with the public page."""
    if not _is_at_work(request):
        return defaults.permission_denied(request, exception)
    sentence = _("You may not do this, or this cannot be done to it. Nothing was changed.")
    return _in_admin(request, 403, _("This is not open to you"), sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; 503 with a sentence where it is the disk or the database that does not serve."""
    sentence = _shortage(sys.exc_info()[1])
    if not sentence:
        return defaults.server_error(request)
    # Without the request: nothing that this page shows may need the database.
    page = render_to_string("503.html", {"sentence": sentence})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def _is_at_work(request: HttpRequest) -> bool:
    """Tell whether a request is one of the admin's, by somebody who may see that."""
    match = request.resolver_match
    is_there = match is not None and "admin" in match.app_names
    return is_there and hasattr(request, "user") and admin.site.has_permission(request)


def _in_admin(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "sentence": sentence}
    return TemplateResponse(request, "admin/refused.html", context, status=status).render()


def _shortage(error: BaseException | None) -> str:
    """Return what is short where an exception comes of that, or nothing."""
    for cause in _causes(error):
        if is_full(cause):
            return str(FULL)
        if isinstance(cause, OSError) and cause.errno in READ_ONLY:
            return str(CLOSED)
        if isinstance(cause, OperationalError):
            return next((str(told) for text, told in SAID.items() if text in str(cause)), "")
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
