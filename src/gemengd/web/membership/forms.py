# SPDX-License-Identifier: EUPL-1.2
"""Forms about organisations, members and what boards say about schools."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gemengd.web.organisations.models import Kind, Organisation, Role, User

CODES = {Kind.MUNICIPALITY: re.compile(r"GM\d{4}"), Kind.BOARD: re.compile(r"\d{5}")}
"""How the code of an organisation looks, for the kinds that have one."""


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no such parameter
    """An organisation."""

    scope = forms.CharField(
        required=False,
        label=_("Works for these municipalities"),
        help_text=_(
            "Codes with a comma between them, such as GM0014, GM0363. An inspectorate, a ministry, a "
            "knowledge centre and research may leave this empty: they then work for the whole country."
        ),
    )

    class Meta:
        """What can be filled in."""

        model = Organisation
        fields: ClassVar[list[str]] = ["kind", "name", "code", "scope"]
        labels: ClassVar[dict[str, Any]] = {"kind": _("Kind"), "name": _("Name"), "code": _("Code")}
        help_texts: ClassVar[dict[str, Any]] = {
            "code": _(
                "For a municipality: GM and four figures, such as GM0363. "
                "For a school board: the five figures of DUO. Otherwise empty."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["scope"] = ", ".join(self.instance.scope)

    def clean_scope(self) -> list[str]:
        """The codes one by one."""
        codes = [code for code in re.split(r"[\s,;]+", self.cleaned_data["scope"].upper()) if code]
        for code in codes:
            if not CODES[Kind.MUNICIPALITY].fullmatch(code):
                raise ValidationError(
                    _("%(code)s is not a code of a municipality."), params={"code": code[:20]}
                )
        return sorted(set(codes))

    def clean(self) -> dict[str, Any]:
        """The code has to suit the kind."""
        data: dict[str, Any] = super().clean() or {}
        data["code"] = str(data.get("code") or "").strip().upper()
        pattern = CODES.get(Kind(data["kind"])) if data.get("kind") else None
        if pattern is not None and not pattern.fullmatch(data["code"]):
            self.add_error("code", _("This is not a code for this kind of organisation."))
        if data.get("kind") and pattern is None and data["code"]:
            self.add_error("code", _("This kind of organisation has no code."))
        if data.get("kind") == Kind.MUNICIPALITY and data.get("scope"):
            self.add_error("scope", _("Leave this empty: the code says it already."))
        return data


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class RoleForm(forms.Form):
    """What a member is from now on."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class AcceptForm(forms.Form):
    """The account of who was invited."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Your colleagues on this site see it."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=password_validators_help_text_html,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """A password that is hard to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, first_name=self.data.get("name", "")))
        return password
