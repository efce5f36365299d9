# SPDX-License-Identifier: EUPL-1.2
"""The form in which a board writes about a school."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from gemengd.web.versions.editing import EditionField

TAGS = re.compile(r"<[a-zA-Z/!][^>]*>")
FIRST_YEAR, LAST_YEAR = 2000, 2100
TEXT_LENGTH = 1500
"""Signs of a school's own explanation."""

LABELS = {
    "text": _("Explanation beside the figures"),
    "policy_url": _("Web address of the admission policy"),
    "contribution": _("Voluntary contribution of parents, in euros a year"),
    "contribution_year": _("School year of the contribution"),
}
"""What each part of an explanation is called."""


class ExplanationForm(forms.Form):
    """What a board says about a school."""

    text = forms.CharField(
        required=False,
        max_length=TEXT_LENGTH,
        label=LABELS["text"],
        help_text=_("Plain text, at most 1,500 signs. Do not name pupils or parents. Everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
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
    edition = EditionField()

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
