# SPDX-License-Identifier: EUPL-1.2
"""Telling how far a step is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""


@dataclass(slots=True)
class Telling:
    """Counts the parts of a step for whoever wants to show it.

    Attributes:
        what: the step, in words.
        total: its parts.
        progress: whom to tell; None tells nobody.
    """

    what: str
    total: int
    progress: Progress | None
    count: int = 0

    def done(self) -> None:
        """Tell that one part more is done."""
        self.count += 1
        if self.progress is not None:
            self.progress(self.what, self.count, self.total)
