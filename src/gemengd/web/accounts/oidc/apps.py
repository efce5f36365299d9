# SPDX-License-Identifier: EUPL-1.2
"""The app `oidc`."""

from django.apps import AppConfig


class OidcConfig(AppConfig):
    """The app `oidc`."""

    name = "gemengd.web.accounts.oidc"
    label = "oidc"
