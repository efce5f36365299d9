# SPDX-License-Identifier: EUPL-1.2
"""The app `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The app `api`."""

    name = "gemengd.web.api"
    label = "api"
