# SPDX-License-Identifier: EUPL-1.2
"""The app `mail`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """The app `mail`."""

    name = "gemengd.web.mail"
    label = "mail"

    def ready(self) -> None:
        """Make the notices of this app known."""
        from gemengd.web.mail.notices import declare

        declare("mail_failed", _("E-mail of the site could not be sent. See what happened."))
