# SPDX-License-Identifier: EUPL-1.2
"""The app `organisations`."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class OrganisationsConfig(AppConfig):
    """The app `organisations`."""

    name = "gemengd.web.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Write in the log what happens with accounts; notice what changes permissions; add the checks."""
        from gemengd.web.organisations import checks, held, recording

        recording.connect()
        held.connect()
        register(checks.check_scopes, Tags.models)
        register(checks.check_personal, Tags.models)
