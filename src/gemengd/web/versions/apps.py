# SPDX-License-Identifier: EUPL-1.2
"""The app `versions`."""

from django.apps import AppConfig


class VersionsConfig(AppConfig):
    """The app `versions`."""

    name = "gemengd.web.versions"
    label = "versions"
