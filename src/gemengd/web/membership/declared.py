# SPDX-License-Identifier: EUPL-1.2
"""What the app `membership` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.organisations import actions
from gemengd.web.site.declarations import Declared, Link, Mount

DECLARED = Declared(
    app="membership",
    events={
        "invitation_withdrawn": _("An invitation was withdrawn"),
        "invited": _("Somebody was invited"),
        "joined": _("Somebody joined an organisation"),
        "member_removed": _("A member was removed"),
        "organisation_changed": _("An organisation was changed"),
        "organisation_made": _("An organisation was made"),
        "role_changed": _("A member got another role"),
    },
    notices={
        "role_changed": _("You have another role in %(name)s now."),
        "invitation_accepted": _("Somebody accepted your invitation for %(name)s."),
    },
    urls=(Mount("organisatie/", "gemengd.web.membership.urls"),),
    people=(
        Link(_("Add an organisation"), "organisations:new", actions.MANAGE_ORGANISATIONS, order=10),
        Link(_("What happened"), "organisations:log", actions.SEE_LOG, order=80),
    ),
)
