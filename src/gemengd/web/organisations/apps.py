# SPDX-License-Identifier: EUPL-1.2
"""The app `organisations`."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class OrganisationsConfig(AppConfig):
    """The app `organisations`: who people act for, and what they may do."""

    name = "gemengd.web.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Notice what changes permissions; add the checks."""
        from gemengd.web.organisations import checks, held

        held.connect()
        register(checks.check_scopes, Tags.models)
        register(checks.check_personal, Tags.models)
