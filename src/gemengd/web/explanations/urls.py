# SPDX-License-Identifier: EUPL-1.2
"""Addresses where a board writes about its schools."""

from __future__ import annotations

from django.urls import path

from gemengd.web.explanations import views

app_name = "explanations"
urlpatterns = [
    path("", views.page, name="schools"),
    path("<str:school_id>/", views.explain, name="explain"),
]
