"""Addresses of agreements, dialogues, meetings and projects."""

from django.urls import path

from agreements.listings import AgreementList, DialogueList, MeetingList, ProjectList
from agreements.views import AgreementDetail, DialogueDetail, MeetingDetail, ProjectDetail

urlpatterns = [
    path("agreements/", AgreementList.as_view(), name="agreement-list"),
    path("agreements/<slug:key>/", AgreementDetail.as_view(), name="agreement-detail"),
    path("dialogues/", DialogueList.as_view(), name="dialogue-list"),
    path("dialogues/<slug:key>/", DialogueDetail.as_view(), name="dialogue-detail"),
    path("meetings/", MeetingList.as_view(), name="meeting-list"),
    path("meetings/<slug:key>/", MeetingDetail.as_view(), name="meeting-detail"),
    path("projects/", ProjectList.as_view(), name="project-list"),
    path("projects/<slug:key>/", ProjectDetail.as_view(), name="project-detail"),
]
