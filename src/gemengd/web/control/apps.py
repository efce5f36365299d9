# SPDX-License-Identifier: EUPL-1.2
"""The app `control`."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """The app `control`."""

    name = "gemengd.web.control"
    label = "control"

    def ready(self) -> None:
        """Make its kinds of work known."""
        from gemengd.web.control.jobs import KINDS
        from gemengd.web.work.kinds import declare

        declare(*KINDS)
