# SPDX-License-Identifier: EUPL-1.2
"""Forms that know from which revision their writer started, so that nobody overwrites another unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext

from gemengd.web.versions.difference import Change, changes
from gemengd.web.versions.models import Revision
from gemengd.web.versions.services import OvertakenError

NAME = "edition"
"""The name of the field in forms."""


class EditionField(forms.IntegerField):
    """The number of the revision that the writer saw; a form without it was opened before there was one."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "min_value": 0, **kwargs})

    def clean(self, value: Any) -> int:
        """The number, 0 where there is none."""
        return super().clean(value) or 0


@dataclass(frozen=True)
class Overtaken:
    """What `versions/overtaken.html` shows.

    Attributes:
        latest: what somebody else saved.
        changes: per field that differs: theirs, ours, and the difference between them.
    """

    latest: Revision
    changes: list[Change]


def overtake(
    form: forms.BaseForm, error: OvertakenError, labels: Mapping[str, str | Promise] | None = None
) -> Overtaken:
    """Say in a form that somebody was first.

    What was typed stays in the form. It names the newer revision from now on, so that sending it once more
    is a choice of who has seen the other text.

    Args:
        form: the form as it was sent.
        error: what saving it said.
        labels: field of the content to its name for the reader.
    """
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix(NAME)] = str(error.latest.number)
    form.data = data
    form.add_error(
        None,
        gettext(
            "Somebody else saved another text after you opened this page. Yours is not saved yet. "
            "Compare both, change yours where needed, and save again."
        ),
    )
    named = {path: str(words) for path, words in (labels or {}).items()}
    return Overtaken(error.latest, changes(error.latest.said, error.ours, named))
