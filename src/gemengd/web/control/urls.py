# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the app `control`."""

from __future__ import annotations

from django.urls import path

from gemengd.web.control import views

app_name = "control"
urlpatterns = [
    path("", views.home, name="home"),
    path("inlezen/", views.import_files, name="import"),
    path("opbouwen/", views.build, name="build"),
    path("versie/<int:version>/tonen/", views.show_version, name="show"),
    path("werk/<int:number>/", views.job, name="job"),
    path("werk/<int:number>/stand/", views.progress, name="progress"),
    path("werk/<int:number>/annuleren/", views.cancel, name="cancel"),
    path("werk/<int:number>/opnieuw/", views.retry, name="retry"),
]
