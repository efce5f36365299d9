# SPDX-License-Identifier: EUPL-1.2
"""What is asked before work begins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemengd.monitor import Settings
from gemengd.web.work.uploads import Sent

MANY = 20
"""Files in one import."""


class Files(forms.FileInput):
    """Choose one or more files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Sent]:
        """Every file, each held to the rules of one."""
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class ImportForm(forms.Form):
    """Files to import."""

    sent = FilesField(
        label=_("Files"),
        help_text=_(
            "Public files of DUO and Statistics Netherlands, as downloaded. "
            "They are recognised by what is in them."
        ),
    )

    def clean_sent(self) -> list[Sent]:
        """Not too many at once."""
        files: list[Sent] = self.cleaned_data["sent"]
        if len(files) > MANY:
            raise forms.ValidationError(_("Choose at most 20 files at a time."), code="many")
        return files


class BuildForm(forms.Form):
    """Settings of the monitor."""

    publication_threshold = forms.IntegerField(
        label=_("Publication threshold"),
        help_text=_("No number of pupils below this is shown or can be worked out."),
        min_value=3,
        max_value=100,
        initial=Settings.publication_threshold,
    )
    mirror_points = forms.FloatField(
        label=_("Mirror"),
        help_text=_("From so many percentage points a school is no mirror of its neighbourhood."),
        min_value=1,
        max_value=100,
        initial=Settings.mirror_points,
    )
