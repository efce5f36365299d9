# SPDX-License-Identifier: EUPL-1.2
"""What the app `explanations` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.explanations.actions import EXPLAIN_SCHOOLS
from gemengd.web.explanations.explained import REVISIONS
from gemengd.web.explanations.services import written_by
from gemengd.web.site.declarations import Declared, Link, Mount, PersonalData

DECLARED = Declared(
    app="explanations",
    actions=(EXPLAIN_SCHOOLS,),
    events={
        "explained": _("A board wrote about a school"),
    },
    urls=(Mount("organisatie/<int:number>/scholen/", "gemengd.web.explanations.urls"),),
    tiles=(Link(_("Write about your schools"), "explanations:schools", EXPLAIN_SCHOOLS, order=10),),
    # What a board said stays when who wrote it goes; the revision holds no more than a number.
    personal=(PersonalData("explanations", written_by),),
    further=(REVISIONS,),
)
