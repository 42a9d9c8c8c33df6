"""Addresses of exercise series and exercises."""

from django.urls import path

from records.placeholder import soon

urlpatterns = [
    path("exercises/", soon, name="exercise-list"),
    path("exercises/<slug:key>/", soon, name="exercise-detail"),
    path("series/", soon, name="series-list"),
    path("series/<slug:key>/", soon, name="series-detail"),
]
