# SPDX-License-Identifier: EUPL-1.2
"""The app `control`."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """The app `control`."""

    name = "gemengd.web.control"
    label = "control"
