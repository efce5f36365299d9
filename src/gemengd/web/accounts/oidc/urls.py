# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the login by the organisation, under the names that allauth gives them."""

from __future__ import annotations

from django.urls import path

from gemengd.web.accounts.oidc import views

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
