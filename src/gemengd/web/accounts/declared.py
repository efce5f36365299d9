# SPDX-License-Identifier: EUPL-1.2
"""What the app `accounts` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import Declared, Link, Mount

DECLARED = Declared(
    app="accounts",
    events={
        "account_deleted": _("An account was deleted"),
        "account_exported": _("Somebody downloaded their own data"),
        "account_made": _("An account was made"),
        "email_changed": _("The mail address of an account was changed"),
        "logged_in": _("Somebody logged in"),
        "logged_out": _("Somebody logged out"),
        "login_locked": _("Logging in was blocked after too many attempts"),
        "login_refused": _("A login by the organisation's own account was refused"),
        "password_changed": _("A password was changed"),
        "second_factor_removed": _("A second step for logging in was removed"),
        "second_factor_set": _("A second step for logging in was set up"),
        "sessions_ended": _("Somebody ended their other sessions"),
    },
    urls=(
        Mount("account/", "allauth.urls", unmarked="allauth asks on each page who is signed in"),
        Mount("organisatie/account/", "gemengd.web.accounts.urls"),
    ),
    people=(Link(_("Your account"), "accounts:account", order=90),),
)
