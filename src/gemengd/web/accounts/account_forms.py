# SPDX-License-Identifier: EUPL-1.2
"""The forms of allauth in our words: a label at every field, and no words inside the field."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]


class OurWords:
    """Puts our labels and explanations at the fields of a form of allauth."""

    labels: ClassVar[Words] = {}
    help_texts: ClassVar[Words] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            # Those of allauth hold a link, or are in the language of whoever came first.
            field.help_text = self.help_texts.get(name, "")
            if name == "code":
                field.widget.attrs.update(
                    inputmode="numeric", autocomplete="one-time-code", spellcheck="false"
                )


class LoginForm(OurWords, account.LoginForm):  # type: ignore[misc]
    """Log in."""

    labels: ClassVar[Words] = {"login": _("Mail address"), "password": _("Password")}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something important."""

    labels: ClassVar[Words] = {"password": _("Password")}


class AddEmailForm(OurWords, account.AddEmailForm):  # type: ignore[misc]
    """Another mail address."""

    labels: ClassVar[Words] = {"email": _("New mail address")}


class ResetPasswordForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to choose a new password."""

    labels: ClassVar[Words] = {"email": _("Mail address")}


class _NewPassword(OurWords):
    labels: ClassVar[Words] = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_validators_help_text_html()


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""


class SetPasswordForm(_NewPassword, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, for who logged in by their organisation until now."""


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link in the mail."""


class ConfirmEmailForm(OurWords, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    labels: ClassVar[Words] = {"code": _("Code from the mail")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # This code holds letters.
        self.fields["code"].widget.attrs.pop("inputmode")


class _Code(OurWords):
    labels: ClassVar[Words] = {"code": _("Code")}
    help_texts: ClassVar[Words] = {"code": _("The six figures in your app, or one of your recovery codes.")}


class AuthenticateForm(_Code, second_step.AuthenticateForm):  # type: ignore[misc]
    """The second step of logging in."""


class SecondStepAgainForm(_Code, second_step.ReauthenticateForm):  # type: ignore[misc]
    """The second step once more, before something important."""


class ActivateForm(OurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the app."""

    labels: ClassVar[Words] = {"code": _("Code in your app")}
    help_texts: ClassVar[Words] = {"code": _("Six figures.")}
