"""Small pages: about the record, and whether the site is well."""

import logging

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from sources.models import Basis, Credibility, Reliability

logger = logging.getLogger(__name__)


class About(TemplateView):
    """What a record, a verdict, a grade and a date mean; how to cite; what is missing."""

    template_name = "catalogue/about.html"
    extra_context = {
        "reliability": Reliability.choices,
        "credibility": Credibility.choices,
        "basis": Basis.choices,
    }


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer "ok" when the database answers, status 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        logger.exception("The database does not answer")
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
