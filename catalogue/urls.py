"""Addresses of the pages that go across all records."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from catalogue import theme
from catalogue.data import Data, template
from catalogue.home import Home
from catalogue.robots import SITEMAPS, robots
from catalogue.search import Search
from catalogue.views import About, health

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("about/", About.as_view(), name="about"),
    path("data/", Data.as_view(), name="data"),
    path("data/template.xlsx", template, name="data-template"),
    path("search/", Search.as_view(), name="search"),
    path("health/", health, name="health"),
    path("theme/", theme.choose, name="theme"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-part"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-part"),
]
