# SPDX-License-Identifier: EUPL-1.2
"""What can be asked for in the app `mail`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import BY_SITE, Action

MANAGE_MAIL = Action(
    "manage_mail", _("See what mails failed, send them again or throw them away"), (BY_SITE,)
)
