# SPDX-License-Identifier: EUPL-1.2
"""What the app `documents` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import Declared, Mount
from gemengd.web.work.kinds import Chore

DECLARED = Declared(
    app="documents",
    events={
        "file_kept": _("A file was added"),
        "file_removed": _("A file was removed"),
    },
    # Who may have a file its purpose says; for all others there is none.
    urls=(Mount("documenten/", "gemengd.web.documents.urls", public=True),),
    further=(Chore("documents_sweep", "gemengd.web.documents.services.sweep", every=3600.0),),
)
