# SPDX-License-Identifier: EUPL-1.2
"""The app `pages`."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The app `pages`."""

    name = "gemengd.web.pages"
    label = "pages"

    def ready(self) -> None:
        """Say what of the public pages can be found."""
        from gemengd.web.pages.searching import KINDS, connect
        from gemengd.web.search.registry import register

        register(*KINDS)
        connect()
