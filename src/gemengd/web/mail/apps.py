# SPDX-License-Identifier: EUPL-1.2
"""The app `mail`."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The app `mail`."""

    name = "gemengd.web.mail"
    label = "mail"
