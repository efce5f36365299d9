# SPDX-License-Identifier: EUPL-1.2
"""What the app `mail` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.mail.actions import MANAGE_MAIL
from gemengd.web.site.declarations import Declared, Link, Mount
from gemengd.web.work.kinds import Chore

DECLARED = Declared(
    app="mail",
    actions=(MANAGE_MAIL,),
    events={
        "mail_discarded": _("An e-mail that waited was thrown away"),
        "mail_failed": _("An e-mail could not be sent"),
        "mail_retried": _("An e-mail is sent once more"),
    },
    notices={"mail_failed": _("E-mail of the site could not be sent. See what happened.")},
    urls=(Mount("berichten/", "gemengd.web.mail.urls"),),
    people=(Link(_("E-mail that is sent"), "mail:outbox", MANAGE_MAIL, order=40),),
    further=(
        Chore("mail", "gemengd.web.mail.delivery.deliver", every=2.0),
        Chore("mail_sweep", "gemengd.web.mail.services.sweep", every=3600.0),
    ),
)
