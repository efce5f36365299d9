# SPDX-License-Identifier: EUPL-1.2
"""The app `published`."""

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    """The app `published`."""

    name = "gemengd.web.published"
    label = "published"
