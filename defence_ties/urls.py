"""Public addresses: each app brings its own."""

from django.contrib import admin
from django.urls import include, path

from .favicon import favicon

urlpatterns = [
    path("admin/", admin.site.urls),
    # Browsers ask for this where a page names no icon, as the admin's do not.
    path("favicon.ico", favicon),
    path("", include("exercises.urls")),
    path("", include("agreements.urls")),
    path("", include("sources.urls")),
    path("", include("vocabulary.urls")),
    path("", include("catalogue.urls")),
]

handler400 = "defence_ties.refusals.bad_request"
handler403 = "defence_ties.refusals.permission_denied"
handler404 = "defence_ties.refusals.page_not_found"
handler500 = "defence_ties.refusals.server_error"
