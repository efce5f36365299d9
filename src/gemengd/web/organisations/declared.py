# SPDX-License-Identifier: EUPL-1.2
"""What the app `organisations` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.organisations import actions
from gemengd.web.site.declarations import Declared, Link, Mount

DECLARED = Declared(
    app="organisations",
    actions=(
        actions.SEE_ORGANISATION,
        actions.SEE_LOG,
        actions.MANAGE_MEMBERS,
        actions.MANAGE_ORGANISATIONS,
    ),
    events={
        "form_refused": _("A form was refused because it did not come from this site"),
        "invitation_withdrawn": _("An invitation was withdrawn"),
        "invited": _("Somebody was invited"),
        "joined": _("Somebody joined an organisation"),
        "member_removed": _("A member was removed"),
        "organisation_changed": _("An organisation was changed"),
        "organisation_made": _("An organisation was made"),
        "refused": _("Somebody asked for something they may not see or do"),
        "role_changed": _("A member got another role"),
    },
    notices={
        "role_changed": _("You have another role in %(name)s now."),
        "invitation_accepted": _("Somebody accepted your invitation for %(name)s."),
    },
    append_only=("organisations_explanation",),
    urls=(Mount("organisatie/", "gemengd.web.organisations.urls"),),
    people=(
        Link(_("Add an organisation"), "organisations:new", actions.MANAGE_ORGANISATIONS, order=10),
        Link(_("What happened"), "organisations:log", actions.SEE_LOG, order=80),
    ),
)
