# SPDX-License-Identifier: EUPL-1.2
"""Where the pages of organisations stand."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from gemengd.web.frame.crumbs import Crumb, crumbs
from gemengd.web.organisations.models import Organisation


def above(organisation: Organisation | None = None) -> list[Crumb]:
    """Addresses and names of the pages above one: the own organisations, and the one it belongs to."""
    own = (reverse("organisations:home"), gettext("Your organisations"))
    if organisation is None:
        return crumbs(own)
    return crumbs(own, (reverse("organisations:organisation", args=[organisation.pk]), organisation.name))
