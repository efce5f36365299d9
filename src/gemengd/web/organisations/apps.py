# SPDX-License-Identifier: EUPL-1.2
"""The app `organisations`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """The app `organisations`."""

    name = "gemengd.web.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Write in the log what happens with accounts, and make the notices of this app known."""
        from gemengd.web.mail.notices import declare
        from gemengd.web.organisations.recording import connect

        connect()
        declare("role_changed", _("You have another role in %(name)s now."))
        declare("invitation_accepted", _("Somebody accepted your invitation for %(name)s."))
