# SPDX-License-Identifier: EUPL-1.2
"""The address of the page about the files."""

from __future__ import annotations

from django.urls import path

from gemengd.web.api.files import views as files

urlpatterns = [path("", files.page, name="files")]
