# SPDX-License-Identifier: EUPL-1.2
"""The app `organisations`."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The app `organisations`: who people act for, and what they may do."""

    name = "gemengd.web.organisations"
    label = "organisations"
