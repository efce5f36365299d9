# SPDX-License-Identifier: EUPL-1.2
"""OpenID Connect for organisations: allauth's provider, with a nonce and PKCE in every login."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponseBase
from requests import RequestException

from gemengd.web.accounts.oidc.views import Adapter


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider of an organisation; which one, the settings say."""

    oauth2_adapter_class = Adapter
    pkce_enabled_default = True

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002
        """What the settings say; the address of the login page adds nothing."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002
        """What the settings say; the address of the login page adds nothing."""
        return list(self.get_scope())

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponseBase:
        """To the provider, with a nonce that the ID token has to bring back."""
        nonce = secrets.token_urlsafe(32)
        kwargs["auth_params"] = {**(kwargs.get("auth_params") or self.get_auth_params()), "nonce": nonce}
        try:
            response: HttpResponseBase = super().redirect(
                request, process, next_url, data, nonce=nonce, **kwargs
            )
        except (OAuth2Error, RequestException) as error:
            return render_authentication_error(request, self, exception=error)  # type: ignore[no-any-return]
        return response


provider_classes = [Provider]
