# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the API; none ends with a slash, and everything else under it is not found."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from gemengd.web.api.data.resources import RESOURCES
from gemengd.web.api.rest.views import DocumentView, RowsView, RowView, nowhere

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("openapi.json", DocumentView.as_view(), name="openapi"),
    *(path(one.name, RowsView.as_view(resource=one), name=one.name) for one in RESOURCES),
    *(
        path(f"{one.name}/<str:value>", RowView.as_view(resource=one), name=f"{one.name}-one")
        for one in RESOURCES
        if one.detail
    ),
    re_path(r"^.+$", nowhere),
]
