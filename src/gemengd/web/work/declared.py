# SPDX-License-Identifier: EUPL-1.2
"""What the app `work` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import Declared, Link, Mount
from gemengd.web.work.actions import MANAGE_WORK

DECLARED = Declared(
    app="work",
    actions=(MANAGE_WORK,),
    events={
        "work_asked": _("Work was asked for"),
        "work_cancelled": _("Work was cancelled"),
        "work_done": _("Work is done"),
        "work_failed": _("Work failed; what is shown stayed"),
    },
    urls=(Mount("werk/", "gemengd.web.work.urls"),),
    people=(Link(_("All work"), "work:everything", MANAGE_WORK, order=30),),
)
