# SPDX-License-Identifier: EUPL-1.2
"""The app `events`."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The app `events`."""

    name = "gemengd.web.events"
    label = "events"
