# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a table, said so that the person with the file can mend it."""

from __future__ import annotations

from dataclasses import dataclass

MOST_SHOWN = 20
"""As many findings as a person can act on at once; the rest is only counted."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and where.

    Attributes:
        column: name of the column.
        found: the value as it stands in the file.
        expected: what should stand there, in words.
        row: line number in the file (1 is the first line), None when the finding is about the whole file.
        file: name of the file, without its folder.
        mend: what the reader can do, when that is more than "correct the value".
    """

    column: str
    found: str
    expected: str
    row: int | None = None
    file: str | None = None
    mend: str | None = None

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        where += [f"row {self.row}"] if self.row is not None else []
        where += [f"column '{self.column}'"] if self.column else []
        text = f"{', '.join(where) or 'table'}: found {self.found}, expected {self.expected}"
        return f"{text}. {self.mend}" if self.mend else text


class InvalidTable(ValueError):  # noqa: N818 - the name says what it is: a table, invalid
    """A table that is refused as a whole.

    Attributes:
        table: name of the table or a description of the file.
        findings: the first of the findings, at most `MOST_SHOWN`.
        total: how many findings there are in all.
    """

    def __init__(self, table: str, findings: list[Finding], total: int | None = None) -> None:
        self.table = table
        self.total = len(findings) if total is None else total
        self.findings = findings[:MOST_SHOWN]
        super().__init__(self._text())

    def _text(self) -> str:
        lines = [f"{self.table} is refused: {self.total} finding{'s' if self.total != 1 else ''}."]
        lines += [f"  {finding}" for finding in self.findings]
        if self.total > len(self.findings):
            lines.append(f"  ... and {self.total - len(self.findings)} more.")
        lines.append("Nothing was changed.")
        return "\n".join(lines)
