"""Addresses of the pages that go across all records."""

from django.urls import path

from catalogue import theme
from records.placeholder import soon

urlpatterns = [
    path("", soon, name="home"),
    path("about/", soon, name="about"),
    path("search/", soon, name="search"),
    path("health/", soon, name="health"),
    path("theme/", theme.choose, name="theme"),
]
