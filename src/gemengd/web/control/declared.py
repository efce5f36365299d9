# SPDX-License-Identifier: EUPL-1.2
"""What the app `control` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.control.actions import MANAGE_DATA
from gemengd.web.control.jobs import KINDS
from gemengd.web.site.declarations import Declared, Link, Mount

DECLARED = Declared(
    app="control",
    actions=(MANAGE_DATA,),
    urls=(
        Mount("gezond/", "gemengd.web.control.health_urls", localised=False, public=True),
        Mount("beheer/", "gemengd.web.control.urls"),
    ),
    work=KINDS,
    people=(Link(_("Data and publication"), "control:home", MANAGE_DATA, order=20),),
)
