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
        actions.EXPLAIN_SCHOOLS,
        actions.MANAGE_ORGANISATIONS,
    ),
    events={
        "account_deleted": _("An account was deleted"),
        "account_exported": _("Somebody downloaded their own data"),
        "account_made": _("An account was made"),
        "email_changed": _("The mail address of an account was changed"),
        "explained": _("A board wrote about a school"),
        "form_refused": _("A form was refused because it did not come from this site"),
        "invitation_withdrawn": _("An invitation was withdrawn"),
        "invited": _("Somebody was invited"),
        "joined": _("Somebody joined an organisation"),
        "logged_in": _("Somebody logged in"),
        "logged_out": _("Somebody logged out"),
        "login_locked": _("Logging in was blocked after too many attempts"),
        "login_refused": _("A login by the organisation's own account was refused"),
        "member_removed": _("A member was removed"),
        "organisation_changed": _("An organisation was changed"),
        "organisation_made": _("An organisation was made"),
        "password_changed": _("A password was changed"),
        "refused": _("Somebody asked for something they may not see or do"),
        "role_changed": _("A member got another role"),
        "second_factor_removed": _("A second step for logging in was removed"),
        "second_factor_set": _("A second step for logging in was set up"),
        "sessions_ended": _("Somebody ended their other sessions"),
    },
    append_only=("organisations_explanation",),
    urls=(
        Mount("account/", "allauth.urls", unmarked="allauth asks on each page who is signed in"),
        Mount("organisatie/", "gemengd.web.organisations.urls"),
    ),
    tiles=(Link(_("Write about your schools"), "organisations:schools", actions.EXPLAIN_SCHOOLS, order=10),),
    people=(
        Link(_("Add an organisation"), "organisations:new", actions.MANAGE_ORGANISATIONS, order=10),
        Link(_("What happened"), "organisations:log", actions.SEE_LOG, order=80),
        Link(_("Your account"), "organisations:account", order=90),
    ),
)
