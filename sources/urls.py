"""Addresses of sources."""

from django.urls import path

from records.placeholder import soon

urlpatterns = [
    path("sources/", soon, name="source-list"),
    path("sources/<slug:key>/", soon, name="source-detail"),
]
