# SPDX-License-Identifier: EUPL-1.2
"""What can happen, in words; every kind that the site records stands here (a test holds the code to it)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "account_deleted": _("An account was deleted"),
    "account_exported": _("Somebody downloaded their own data"),
    "account_made": _("An account was made"),
    "email_changed": _("The mail address of an account was changed"),
    "explained": _("A board wrote about a school"),
    "file_kept": _("A file was added"),
    "file_removed": _("A file was removed"),
    "form_refused": _("A form was refused because it did not come from this site"),
    "invitation_withdrawn": _("An invitation was withdrawn"),
    "invited": _("Somebody was invited"),
    "joined": _("Somebody joined an organisation"),
    "logged_in": _("Somebody logged in"),
    "logged_out": _("Somebody logged out"),
    "login_locked": _("Logging in was blocked after too many attempts"),
    "login_refused": _("A login by the organisation's own account was refused"),
    "mail_discarded": _("An e-mail that waited was thrown away"),
    "mail_failed": _("An e-mail could not be sent"),
    "mail_retried": _("An e-mail is sent once more"),
    "member_removed": _("A member was removed"),
    "organisation_changed": _("An organisation was changed"),
    "organisation_made": _("An organisation was made"),
    "password_changed": _("A password was changed"),
    "published": _("A version was published"),
    "refused": _("Somebody asked for something they may not see or do"),
    "role_changed": _("A member got another role"),
    "second_factor_removed": _("A second step for logging in was removed"),
    "second_factor_set": _("A second step for logging in was set up"),
    "work_asked": _("An import or a build was asked for"),
    "work_done": _("An import or a build is done"),
    "work_failed": _("An import or a build failed; what is shown stayed"),
    "sessions_ended": _("Somebody ended their other sessions"),
}
