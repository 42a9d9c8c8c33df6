"""Addresses of countries."""

from django.urls import path

from vocabulary.views import CountryDetail, CountryList

urlpatterns = [
    path("countries/", CountryList.as_view(), name="country-list"),
    path("countries/<str:key>/", CountryDetail.as_view(), name="country-detail"),
]
