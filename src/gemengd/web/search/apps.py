# SPDX-License-Identifier: EUPL-1.2
"""The app `search`."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The app `search`."""

    name = "gemengd.web.search"
    label = "search"
