# SPDX-License-Identifier: EUPL-1.2
"""The app `organisations`."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The app `organisations`."""

    name = "gemengd.web.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Write in the log what happens with accounts; say what the revisions of explanations are."""
        from gemengd.web.organisations.explained import register_revisions
        from gemengd.web.organisations.recording import connect

        connect()
        register_revisions()
