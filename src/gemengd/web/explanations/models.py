# SPDX-License-Identifier: EUPL-1.2
"""Which boards said something about which schools; what they said stands in revisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Explanation(models.Model):
    """That a board says something about one of its schools.

    Its text stands in revisions (`services.series_of`), so that what was shown can always be shown again.
    While it is there the board cannot be taken away.
    """

    school_id = models.CharField(max_length=20, db_index=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="explanations"
    )
    unscoped: ClassVar[str] = "everybody reads it; writing is asked of the board, and of whose school it is"

    class Meta:
        """One for each board and school."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["school_id", "organisation"], name="one_explanation_per_board")
        ]

    def __str__(self) -> str:
        return f"{self.school_id}, {self.organisation}"
