# SPDX-License-Identifier: EUPL-1.2
"""Publishing a version of the workspace, and going back to an earlier one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from gemengd.tables import Workspace
from gemengd.web.events.services import record
from gemengd.web.published.models import Publication
from gemengd.web.published.storing import Progress, let_go, one_at_a_time, protect_version

if TYPE_CHECKING:
    from gemengd.web.organisations.models import User

REACHABLE = 5
"""So many published versions stay, so that one can go back."""

_LOG = logging.getLogger(__name__)


def publish(
    version: int,
    *,
    by: User | None = None,
    progress: Progress | None = None,
    settle: Callable[[Publication], None] | None = None,
) -> Publication:
    """Show this version from now on: store it in protected form, and point to it.

    Until it points there nothing changes for visitors; what comes after cannot undo it.

    Args:
        version: a version of the workspace with a built monitor.
        by: who decides; None for the site itself at its first start.
        progress: told the step that begins, how many are done and how many there are.
        settle: called in the transaction in which it is pointed to; what it raises leaves all as it was.

    Raises:
        NoWorkspace: there is no such version, or its monitor was not built.
    """
    with one_at_a_time(Path(settings.GEMENGD_WORKSPACE)):
        protect_version(version, progress)
        with transaction.atomic():
            publication = Publication.objects.create(version=version, by=by)
            record("published", actor=by, subject=str(version))
            if settle is not None:
                settle(publication)
        _let_others_go()
    return publication


def _let_others_go() -> None:
    """Keep the versions that were shown lately; what is left behind goes at the next publication."""
    kept, workspace = _to_keep(), Workspace(settings.GEMENGD_WORKSPACE)
    try:
        workspace.keep(kept)
        let_go(workspace.folder, kept)
    except OSError:
        _LOG.exception("versions that nobody can go back to were left behind")


def _to_keep() -> list[int]:
    shown = Publication.objects.values_list("version", flat=True)
    return list(dict.fromkeys(shown))[:REACHABLE]
