# SPDX-License-Identifier: EUPL-1.2
"""The app `work`."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The app `work`."""

    name = "gemengd.web.work"
    label = "work"
