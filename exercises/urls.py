"""Addresses of exercise series and exercises."""

from django.urls import path

from exercises.listings import ExerciseList, SeriesList
from exercises.views import ExerciseDetail, SeriesDetail

urlpatterns = [
    path("exercises/", ExerciseList.as_view(), name="exercise-list"),
    path("exercises/<slug:key>/", ExerciseDetail.as_view(), name="exercise-detail"),
    path("series/", SeriesList.as_view(), name="series-list"),
    path("series/<slug:key>/", SeriesDetail.as_view(), name="series-detail"),
]
