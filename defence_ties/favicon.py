"""The site's icon at the address that browsers try by themselves."""

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control


@cache_control(max_age=24 * 3600, public=True)
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Send the browser to the icon among the static files."""
    return HttpResponseRedirect(static("favicon.svg"))
