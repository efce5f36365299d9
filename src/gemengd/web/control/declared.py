# SPDX-License-Identifier: EUPL-1.2
"""What the app `control` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.control.actions import MANAGE_DATA
from gemengd.web.site.declarations import Declared, Link, Mount

DECLARED = Declared(
    app="control",
    actions=(MANAGE_DATA,),
    events={
        "work_asked": _("An import or a build was asked for"),
        "work_done": _("An import or a build is done"),
        "work_failed": _("An import or a build failed; what is shown stayed"),
    },
    urls=(Mount("beheer/", "gemengd.web.control.urls"),),
    people=(Link(_("Data and publication"), "control:home", MANAGE_DATA, order=20),),
)
