# SPDX-License-Identifier: EUPL-1.2
"""The app `pages`."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The app `pages`."""

    name = "gemengd.web.pages"
    label = "pages"
