# SPDX-License-Identifier: EUPL-1.2
"""What a visitor gives to check a version."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gemengd.web.versions.chain import hashes_of_file

LARGEST = 2 * 1024**2
"""Bytes of a file that is looked at; up to this size Django keeps it in memory, so that nothing is stored."""
_HASH = re.compile(r"[0-9a-f]{64}")


class CheckForm(forms.Form):
    """The control number that is printed on a document, or the file of the document itself."""

    number = forms.CharField(
        required=False,
        max_length=200,
        label=_("Control number on the document"),
        help_text=_("64 letters and digits. Spaces and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    document = forms.FileField(
        required=False,
        allow_empty_file=False,
        label=_("Or the file of the document"),
        help_text=_("The file that ends in .json, at most 2 MB. It is looked at and not kept."),
    )

    def clean_number(self) -> str:
        """The control number in one spelling."""
        number = re.sub(r"\s", "", self.cleaned_data["number"]).lower()
        if number and not _HASH.fullmatch(number):
            raise ValidationError(_("This is no control number: it has 64 signs, from 0 to 9 and a to f."))
        return number

    def clean_document(self) -> UploadedFile[Any] | None:
        """A file that is not too large."""
        sent: UploadedFile[Any] | None = self.cleaned_data["document"]
        if sent is not None and (sent.size or 0) > LARGEST:
            raise ValidationError(_("This file is larger than 2 MB."))
        return sent

    def clean(self) -> dict[str, Any]:
        """One of both is needed; the hashes to look for."""
        data: dict[str, Any] = super().clean() or {}
        sent = data.get("document")
        if not self.errors and not data.get("number") and sent is None:
            self.add_error("number", _("Fill in the control number, or choose a file."))
        hashes = (data["number"],) if data.get("number") else ()
        data["hashes"] = hashes_of_file(sent.read()) if sent is not None and not hashes else hashes
        return data
