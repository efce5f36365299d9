# SPDX-License-Identifier: EUPL-1.2
"""What can be asked for in the app `work`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import BY_SITE, Action

MANAGE_WORK = Action("manage_work", _("See all work, cancel it and ask for it again"), (BY_SITE,))
