# SPDX-License-Identifier: EUPL-1.2
"""How accounts come to exist and how their secrets are kept, where that differs from allauth."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any, ClassVar

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemengd.web.mail import services as outbox

Messages = dict[str, str | Promise]
_RESET = "account/email/password_reset_key"
_UNKNOWN = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by invitation only."""

    error_messages: ClassVar[Messages] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account cannot be used any more."),
        "duplicate_email": _("This is your mail address already."),
        "email_password_mismatch": _("This mail address and password do not belong together."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or too old. Take the newest one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link was used already, or is too old."),
        "rate_limited": _("You tried too often. Wait five minutes and try again."),
        "same_as_current": _("This is what it was already."),
        "too_many_login_attempts": _("You tried too often. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up by themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: axes counts the attempts, in the database, where every process sees them."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to the own account."""
        return reverse("accounts:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail in the outbox: who asks for it never waits for a mail server."""
        unknown = template_prefix == _UNKNOWN
        template = _RESET if unknown else template_prefix
        written = self.render_mail(template, email, {"request": self.request, "email": email, **context})
        said = {"language": get_language() or settings.LANGUAGE_CODE, "about": template}
        if unknown:
            outbox.pretend(written.subject, written.body, **said)
        else:
            outbox.send(email, written.subject, written.body, until=_of_use_until(template), **said)

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is, with our name before it."""
        return f"Gemengd: {subject}"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second step are encrypted with the key of the site, which is not in the database."""

    error_messages: ClassVar[Messages] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or too old. Take the newest one."),
        "unverified_email": _("First confirm your mail address."),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as it is used."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """The name that the app shows beside the code."""
        return "Gemengd"


def _of_use_until(template: str) -> datetime | None:
    """When the link or code in a mail stops working."""
    seconds = {
        _RESET: settings.PASSWORD_RESET_TIMEOUT,
        "account/email/email_confirmation": account_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    }.get(template)
    return None if seconds is None else timezone.now() + timedelta(seconds=seconds)


def _cipher() -> Fernet:
    key = hashlib.sha256(b"gemengd.web.second_factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
