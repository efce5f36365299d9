# SPDX-License-Identifier: EUPL-1.2
"""The way from the home page down, for `parts/breadcrumbs.html`."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

Crumb = tuple[str, str]


def crumbs(*further: Crumb) -> list[Crumb]:
    """The home page, and the pages (address, words) between it and this one."""
    return [(reverse("monitor:home"), gettext("Home")), *further]
