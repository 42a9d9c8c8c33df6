"""Addresses of sources."""

from django.urls import path

from sources.listings import SourceList
from sources.views import SourceDetail

urlpatterns = [
    path("sources/", SourceList.as_view(), name="source-list"),
    path("sources/<slug:key>/", SourceDetail.as_view(), name="source-detail"),
]
