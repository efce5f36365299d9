# SPDX-License-Identifier: EUPL-1.2
"""The app `site`."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class SiteConfig(AppConfig):
    """The app `site`: holds the other apps to what they declare."""

    name = "gemengd.web.site"
    label = "site"

    def ready(self) -> None:
        """Add the system checks."""
        from gemengd.web.site.checks import check_declarations, check_views

        register(check_declarations, Tags.urls)
        register(check_views, Tags.urls)
