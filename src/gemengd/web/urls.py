# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the site: Dutch without a prefix, English under `/en/`; the API speaks no language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from gemengd.web.api import files
from gemengd.web.pages.views import health

urlpatterns = [
    path("api/v1/", include("gemengd.web.api.urls")),
    path("", include("gemengd.web.api.files_urls")),
    path("gezond/", health.page, name="health"),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("organisatie/", include("gemengd.web.organisations.urls")),
        path("berichten/", include("gemengd.web.mail.urls")),
        path("documenten/", include("gemengd.web.documents.urls")),
        path("beheer/", include("gemengd.web.control.urls")),
        path("bestanden/", files.page, name="files"),
        path("", include("gemengd.web.pages.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "gemengd.web.pages.errors.bad_request"
handler403 = "gemengd.web.pages.errors.forbidden"
handler404 = "gemengd.web.pages.errors.not_found"
handler500 = "gemengd.web.pages.errors.failed"
