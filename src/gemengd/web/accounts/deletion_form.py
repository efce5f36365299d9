# SPDX-License-Identifier: EUPL-1.2
"""The form in which somebody deletes their account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DeleteAccountForm(forms.Form):
    """A sign that deletion is meant."""

    sure = forms.BooleanField(label=_("Yes, delete my account"))
