# SPDX-License-Identifier: EUPL-1.2
"""The app `leaflets`."""

from django.apps import AppConfig


class LeafletsConfig(AppConfig):
    """The app `leaflets`."""

    name = "web.organisations.leaflets"
    label = "leaflets"
