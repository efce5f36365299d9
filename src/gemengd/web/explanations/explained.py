# SPDX-License-Identifier: EUPL-1.2
"""What a reader is told about the revisions of explanations."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gemengd.web.explanations.forms import LABELS
from gemengd.web.explanations.services import KIND, is_shown, school_of
from gemengd.web.versions.models import Revision
from gemengd.web.versions.registry import RevisedKind


def _address(revision: Revision) -> str:
    return reverse("monitor:school", args=[school_of(revision)])


REVISIONS = RevisedKind(
    KIND, _("What the board says about its school"), public=is_shown, address=_address, labels=LABELS
)
