# SPDX-License-Identifier: EUPL-1.2
"""Forms about organisations, members and what boards say about schools."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from gemengd.web.organisations.models import TEXT_LENGTH, Explanation, Kind, Organisation, Role, User
from gemengd.web.versions.editing import EditionField

CODES = {Kind.MUNICIPALITY: re.compile(r"GM\d{4}"), Kind.BOARD: re.compile(r"\d{5}")}
"""How the code of an organisation looks, for the kinds that have one."""
TAGS = re.compile(r"<[a-zA-Z/!][^>]*>")
FIRST_YEAR, LAST_YEAR = 2000, 2100


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


LABELS = {
    "text": _("Explanation beside the figures"),
    "policy_url": _("Web address of the admission policy"),
    "contribution": _("Voluntary contribution of parents, in euros a year"),
    "contribution_year": _("School year of the contribution"),
}
"""What each part of an explanation is called."""


class ExplanationForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """What a board says about a school."""

    edition = EditionField()
    policy_url = forms.URLField(
        required=False,
        assume_scheme="https",
        max_length=300,
        label=LABELS["policy_url"],
        help_text=_("It starts with https://."),
        validators=[RegexValidator(r"^https://", _("The address starts with https://."))],
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    contribution = forms.DecimalField(
        required=False,
        localize=True,
        label=LABELS["contribution"],
        help_text=_("The whole amount for one pupil. Fill in 0 when you ask nothing."),
        min_value=0,
        max_value=10_000,
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    contribution_year = forms.IntegerField(
        required=False,
        label=LABELS["contribution_year"],
        help_text=_("The year in which the school year starts, such as 2025."),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        """What can be filled in."""

        model = Explanation
        fields: ClassVar[list[str]] = ["text", "policy_url", "contribution", "contribution_year"]
        labels: ClassVar[dict[str, Any]] = {
            "text": LABELS["text"],
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "text": _(
                "Plain text, at most 1,500 signs. Do not name pupils or parents. Everybody can read it."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea(attrs={"rows": 10, "maxlength": TEXT_LENGTH}),
        }

    def clean_text(self) -> str:
        """Text without mark-up; line ends as one sign, so that they count once."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        if TAGS.search(text):
            raise ValidationError(_("Write plain text, without HTML."))
        return text

    def clean(self) -> dict[str, Any]:
        """An amount belongs to a year."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("contribution") is not None and data.get("contribution_year") is None:
            self.add_error("contribution_year", _("Say for which school year the amount is."))
        if data.get("contribution") is None:
            data["contribution_year"] = None
        return data


class DeleteAccountForm(forms.Form):
    """A sign that deletion is meant."""

    sure = forms.BooleanField(label=_("Yes, delete my account"))
