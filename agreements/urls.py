"""Addresses of agreements, dialogues, meetings and projects."""

from django.urls import path

from records.placeholder import soon

urlpatterns = [
    path("agreements/", soon, name="agreement-list"),
    path("agreements/<slug:key>/", soon, name="agreement-detail"),
    path("dialogues/", soon, name="dialogue-list"),
    path("dialogues/<slug:key>/", soon, name="dialogue-detail"),
    path("meetings/", soon, name="meeting-list"),
    path("meetings/<slug:key>/", soon, name="meeting-detail"),
    path("projects/", soon, name="project-list"),
    path("projects/<slug:key>/", soon, name="project-detail"),
]
