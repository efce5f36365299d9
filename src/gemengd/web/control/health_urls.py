# SPDX-License-Identifier: EUPL-1.2
"""The address for who watches over the site."""

from __future__ import annotations

from django.urls import path

from gemengd.web.control import health

urlpatterns = [path("", health.page, name="health")]
