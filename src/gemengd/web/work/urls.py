# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the app `work`."""

from __future__ import annotations

from django.urls import path

from gemengd.web.work import views

app_name = "work"
urlpatterns = [
    path("", views.own, name="own"),
    path("alles/", views.everything, name="everything"),
    path("<int:number>/", views.job, name="job"),
    path("<int:number>/stand/", views.progress, name="progress"),
    path("<int:number>/annuleren/", views.cancel, name="cancel"),
    path("<int:number>/opnieuw/", views.retry, name="retry"),
]
