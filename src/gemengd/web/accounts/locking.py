# SPDX-License-Identifier: EUPL-1.2
"""Blocking who tries to log in too often, without keeping the address that was typed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

SALT = "gemengd.web.accounts.locking"


def account_key(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """What stands for the account in the list of attempts: a keyed hash of the address that was typed.

    The same address, however it was written, gives the same key; from the key nobody gets the address.
    """
    given = credentials or {}
    address = given.get("email") or given.get(settings.AXES_USERNAME_FORM_FIELD) or request.POST.get("login")
    if not address:
        return None
    return salted_hmac(SALT, str(address).strip().lower(), algorithm="sha256").hexdigest()


def client_address(request: HttpRequest) -> str | None:
    """The address of the visitor, behind as many proxies as the settings trust; None where there is none."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def locked(
    request: HttpRequest,
    response: HttpResponse | None = None,  # noqa: ARG001 - the signature that axes calls
    credentials: dict[str, Any] | None = None,  # noqa: ARG001
) -> HttpResponse:
    """The page that says how long to wait and what else one can do."""
    wait = settings.AXES_COOLOFF_TIME
    page = render(request, "account/locked.html", {"minutes": int(wait.total_seconds() // 60)}, status=429)
    page["Retry-After"] = str(int(wait.total_seconds()))
    return page
