# SPDX-License-Identifier: EUPL-1.2
"""What happens with accounts, written in the log: their number, never the address that was typed."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out

from gemengd.web.events.services import record
from gemengd.web.organisations.models import User


def connect() -> None:
    """Listen; called once, when the app is ready."""
    user_logged_in.connect(_logged_in, dispatch_uid="gemengd.logged_in")
    user_logged_out.connect(_logged_out, dispatch_uid="gemengd.logged_out")
    user_locked_out.connect(_locked_out, dispatch_uid="gemengd.login_locked")
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(_password_changed, dispatch_uid=f"gemengd.password.{id(signal)}")
    account.email_changed.connect(_email_changed, dispatch_uid="gemengd.email_changed")
    second_factor.authenticator_added.connect(_factor_set, dispatch_uid="gemengd.factor_set")
    second_factor.authenticator_reset.connect(_factor_set, dispatch_uid="gemengd.factor_reset")
    second_factor.authenticator_removed.connect(_factor_removed, dispatch_uid="gemengd.factor_removed")


def _logged_in(user: User, **_: Any) -> None:
    record("logged_in", actor=user)


def _logged_out(user: User | None, **_: Any) -> None:
    if user is not None:
        record("logged_out", actor=user)


def _locked_out(**_: Any) -> None:
    record("login_locked")


def _password_changed(user: User, **_: Any) -> None:
    record("password_changed", actor=user)


def _email_changed(user: User, **_: Any) -> None:
    record("email_changed", actor=user)


def _factor_set(user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor_set", actor=user, factor=str(authenticator.type))


def _factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    record("second_factor_removed", actor=user, factor=str(authenticator.type))
