"""Addresses of countries."""

from django.urls import path

from records.placeholder import soon

urlpatterns = [
    path("countries/", soon, name="country-list"),
    path("countries/<str:key>/", soon, name="country-detail"),
]
