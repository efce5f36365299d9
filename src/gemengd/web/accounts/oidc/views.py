# SPDX-License-Identifier: EUPL-1.2
"""The two addresses of a login by the organisation: to its provider, and back."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase

from gemengd.web.accounts.oidc.tokens import RefusedTokenError, verified


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Talks to the provider; takes nothing on trust."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says about itself.

        Raises:
            OAuth2Error: it says it is somebody else, or leaves out what is needed.
        """
        config: dict[str, Any] = super().openid_config
        missing = {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"} - config.keys()
        expected = str(self.get_provider().app.settings["server_url"])
        if missing or config["issuer"].rstrip("/") != expected.rstrip("/"):
            raise OAuth2Error(f"the provider is not {expected}, or its description lacks {sorted(missing)}")
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who logs in, after every check.

        Raises:
            OAuth2Error: a check failed.
        """
        try:
            claims = verified(
                str(kwargs["response"].get("id_token") or ""),
                keys=self._keys(),
                issuer=self.openid_config["issuer"],
                client_id=app.client_id,
                nonce=self.nonce,
            )
        except RefusedTokenError as error:
            raise OAuth2Error(str(error)) from error
        data = {"id_token": claims, "userinfo": {**claims, **self._more(claims, token)}}
        return self.get_provider().sociallogin_from_response(request, data)

    def _keys(self) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        keys: dict[str, Any] = response.json()
        return keys

    def _more(self, claims: dict[str, Any], token: SocialToken) -> dict[str, Any]:
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        more: dict[str, Any] = self._fetch_user_info(token.token)
        if more.get("sub") != claims["sub"]:
            raise OAuth2Error("the provider tells about somebody else than who logged in")
        return more


class CallbackView(OAuth2CallbackView):  # type: ignore[misc]
    """The way back; hands the nonce of this login to the adapter."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
        return state, response


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the provider."""
    return _answer(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the provider."""
    return _answer(CallbackView, request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        response: HttpResponseBase = view.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response
