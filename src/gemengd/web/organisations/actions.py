# SPDX-License-Identifier: EUPL-1.2
"""What can be asked for in organisations, and who may."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import BY_SITE, Action, Grant
from gemengd.web.site.roles import ADMINISTRATORS, READERS

SEE_ORGANISATION = Action(
    "see_organisation",
    _("See an organisation and its members"),
    (Grant(READERS), BY_SITE),
    second_factor=False,
)
SEE_LOG = Action("see_log", _("Read what happened"), (Grant(ADMINISTRATORS), BY_SITE))
MANAGE_MEMBERS = Action(
    "manage_members", _("Invite members, change roles, remove members"), (Grant(ADMINISTRATORS), BY_SITE)
)
MANAGE_ORGANISATIONS = Action("manage_organisations", _("Add and change organisations"), (BY_SITE,))
