# SPDX-License-Identifier: EUPL-1.2
"""What can be asked for in the app `control`, and who may."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import BY_SITE, Action

MANAGE_DATA = Action(
    "manage_data", _("Import, build and publish data, and go back to an earlier version"), (BY_SITE,)
)
