"""The colours of the pages: as the reader's device has it, or as the reader chose."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

COOKIE = "theme"
A_YEAR = 365 * 24 * 3600
LABELS = {"": _("As my device"), "light": _("Light"), "dark": _("Dark")}


def chosen(request: HttpRequest) -> str:
    """Return the theme that the reader chose: light, dark, or "" for that of the device."""
    value = request.COOKIES.get(COOKIE, "")
    return value if value in LABELS else ""


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back to the page, which must be one of ours.

    It changes nothing but how the visitor sees the site. A form that is sent would need a security
    token, and with it a cookie for every reader who never chooses anything.
    """
    answer = HttpResponseRedirect(_safe(request.GET.get("next", "")))
    theme = request.GET.get("theme", "")
    if theme not in LABELS or not theme:
        answer.delete_cookie(COOKIE, samesite="Lax")
    else:
        answer.set_cookie(
            COOKIE,
            theme,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer


def _safe(address: str) -> str:
    """Return ``address`` where it is a path on this site, else the home page."""
    local = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if local else "/"
