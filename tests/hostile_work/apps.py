# SPDX-License-Identifier: EUPL-1.2
"""The app with work that goes wrong in every way."""

from __future__ import annotations

from django.apps import AppConfig


class HostileConfig(AppConfig):
    """The app."""

    name = "hostile_work"
