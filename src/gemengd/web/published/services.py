# SPDX-License-Identifier: EUPL-1.2
"""Publishing a version of the workspace, and going back to an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from gemengd.tables import Workspace
from gemengd.web.events.services import record
from gemengd.web.published.models import Publication
from gemengd.web.published.storing import let_go, protect_version

if TYPE_CHECKING:
    from gemengd.web.organisations.models import User

REACHABLE = 5
"""So many published versions stay, so that one can go back."""


def publish(version: int, *, by: User | None = None) -> Publication:
    """Show this version from now on: store it in protected form, and point to it.

    Args:
        version: a version of the workspace with a built monitor.
        by: who decides; None for the site itself at its first start.

    Raises:
        NoWorkspace: there is no such version, or its monitor was not built.
    """
    protect_version(version)
    with transaction.atomic():
        publication = Publication.objects.create(version=version, by=by)
        record("published", actor=by, subject=str(version))
    kept, workspace = _to_keep(), Workspace(settings.GEMENGD_WORKSPACE)
    workspace.keep(kept)
    let_go(workspace.folder, kept)
    return publication


def _to_keep() -> list[int]:
    shown = Publication.objects.values_list("version", flat=True)
    return list(dict.fromkeys(shown))[:REACHABLE]
