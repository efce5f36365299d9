# SPDX-License-Identifier: EUPL-1.2
"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app `accounts`: logging in, the second step, and what an account holds."""

    name = "gemengd.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Write in the log what happens with accounts."""
        from gemengd.web.accounts.recording import connect

        connect()
