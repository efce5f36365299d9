# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the app `versions`."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from gemengd.web.versions import views


class HashConverter(StringConverter):
    """A SHA-256 in an address."""

    regex = "[0-9a-f]{64}"


register_converter(HashConverter, "sha256")
app_name = "versions"
urlpatterns = [
    path("", views.check, name="check"),
    path("<sha256:sha256>/", views.version, name="version"),
    path("<sha256:sha256>/versie.json", views.file, name="file"),
    path("<str:kind>/<str:key>/<int:number>/", views.numbered, name="numbered"),
]
