# SPDX-License-Identifier: EUPL-1.2
"""Reading a workspace for a report or a terminal: protected first, in memory."""

from __future__ import annotations

from gemengd.monitor.published.published import Published
from gemengd.monitor.published.view import View
from gemengd.monitor.safety.protecting import protected
from gemengd.tables import Workspace


def published(workspace: Workspace) -> Published:
    """The monitor of a workspace as it may be published.

    Raises:
        NoWorkspace: the monitor was not built yet.
    """
    return Published(protected(workspace))


def read(workspace: Workspace, municipality_id: str) -> View:
    """All that may be published about one municipality.

    Args:
        workspace: a workspace with a built monitor.
        municipality_id: the code, such as `GM0363`.

    Raises:
        KeyError: the monitor does not know the municipality.
        NoWorkspace: the monitor was not built yet.
    """
    return published(workspace).view(municipality_id)
