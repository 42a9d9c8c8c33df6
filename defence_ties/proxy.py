"""Who asks, when a proxy stands in front of the site."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, for the throttling of sign-ins.

    Behind a proxy that is the last entry of X-Forwarded-For, which the proxy
    itself wrote; earlier entries may be anybody's invention.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META["REMOTE_ADDR"]
