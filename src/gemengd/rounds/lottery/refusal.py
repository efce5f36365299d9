# SPDX-License-Identifier: EUPL-1.2
"""A step of the lottery that is refused, and what to do instead."""

from __future__ import annotations


class Refused(ValueError):  # noqa: N818 - the name says what happened to the step
    """A step that would make the draw unprovable, or that contradicts what was fixed before.

    Attributes:
        found: what is the case.
        expected: what should be the case.
        mend: what to do now.
    """

    def __init__(self, found: str, expected: str, mend: str) -> None:
        self.found = found
        self.expected = expected
        self.mend = mend
        super().__init__(f"Refused: found {found}; expected {expected}. {mend} Nothing was changed.")
