# SPDX-License-Identifier: EUPL-1.2
"""Addresses of a person's own account."""

from __future__ import annotations

from django.urls import path

from gemengd.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.page, name="account"),
    path("gegevens.json", views.download, name="data"),
    path("verwijderen/", views.remove, name="delete"),
]
