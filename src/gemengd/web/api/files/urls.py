# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the files and the catalogue, which speak no language."""

from __future__ import annotations

from django.urls import URLPattern, path

from gemengd.web.api.files import csvw
from gemengd.web.api.files import views as files

app_name = "files"
urlpatterns: list[URLPattern] = [
    *(
        path(f"bestanden/<slug:name>{suffix}", files.file, {"suffix": suffix}, name=suffix[1:])
        for suffix in (".csv", ".parquet", csvw.SUFFIX)
    ),
    *(
        path(f"catalogus{suffix}", files.catalogue, {"suffix": suffix}, name=f"catalogue{suffix}")
        for suffix in (".ttl", ".jsonld")
    ),
]
