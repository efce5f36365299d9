# SPDX-License-Identifier: EUPL-1.2
"""What can be asked for in the app `explanations`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import Action, Grant
from gemengd.web.site.roles import EDITORS, Kind

# A board speaks for its schools; who looks after the site does not speak for a board.
EXPLAIN_SCHOOLS = Action(
    "explain_schools",
    _("Write about the schools of the board"),
    (Grant(EDITORS, kinds=frozenset({Kind.BOARD})),),
)
