# SPDX-License-Identifier: EUPL-1.2
"""The app `monitor`."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """The app `monitor`: the public pages of the monitor."""

    name = "gemengd.web.monitor"
    label = "monitor"

    def ready(self) -> None:
        """Let the search find what was published as soon as it is."""
        from gemengd.web.monitor.searching import connect

        connect()
