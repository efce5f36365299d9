# SPDX-License-Identifier: EUPL-1.2
"""The app `monitor`."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """The app `monitor`: the public pages of the monitor."""

    name = "gemengd.web.monitor"
    label = "monitor"
