# SPDX-License-Identifier: EUPL-1.2
"""What the app `organisations` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.organisations import actions
from gemengd.web.site.declarations import Declared

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
        "refused": _("Somebody asked for something they may not see or do"),
    },
)
