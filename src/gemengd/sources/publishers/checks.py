# SPDX-License-Identifier: EUPL-1.2
"""Gathering what is wrong with a file, so that a person gets all of it at once."""

from __future__ import annotations

import polars as pl

from gemengd.tables import Finding, InvalidTable
from gemengd.tables.findings import MOST_SHOWN


class Checks:
    """Findings about one import; `refuse` raises them together.

    Args:
        what: what is being read, for the refusal.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.findings: list[Finding] = []
        self.total = 0

    def rows(
        self,
        wrong: pl.DataFrame,
        column: str,
        expected: str,
        *,
        shown: str | None = None,
        mend: str | None = None,
    ) -> None:
        """Every row of `wrong` is a finding.

        Args:
            wrong: the rows, with `_file` and `_row`.
            column: name of the column as the file's owner knows it.
            expected: what should stand there.
            shown: column with the value to show; `column` by default.
            mend: what the owner can do.
        """
        self.total += wrong.height
        for row in wrong.head(MOST_SHOWN).iter_rows(named=True):
            value = row[shown or column]
            found = "nothing" if value in (None, "") else str(value) if shown else repr(value)
            self.findings.append(Finding(column, found, expected, row.get("_row"), row.get("_file"), mend))

    def add(self, finding: Finding) -> None:
        """One more finding."""
        self.total += 1
        self.findings.append(finding)

    def refuse(self) -> None:
        """Raise `InvalidTable` if anything was found."""
        if self.findings:
            raise InvalidTable(self.what, self.findings, self.total)
