# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the app `documents`."""

from __future__ import annotations

from django.urls import path

from gemengd.web.documents import views

app_name = "documents"
urlpatterns = [
    path("<uuid:identity>/", views.download, name="download"),
]
