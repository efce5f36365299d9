# SPDX-License-Identifier: EUPL-1.2
"""The rows that cannot be counted, kept as findings that show no datum about a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from gemengd.sources.opening.header import looks_like_data
from gemengd.sources.own.keys import Rule
from gemengd.tables.findings import MOST_SHOWN, Finding

LONGEST_SHOWN = 30
MOST_VALUES = 20
"""A column with more values than this, beside the known ones, does not hold groups."""

_COUNT_LIKE = re.compile(r"^[-<>=~\d.,xX* ]{1,8}$")


def group_like(value: str | None, *, shown: bool = True) -> str:
    """A value as a finding may show it: quoted when it can be a group, else only described."""
    if value is None:
        return "nothing"
    if not shown or len(value) > LONGEST_SHOWN or looks_like_data(value) or re.search(r"\d{6}", value):
        return f"a text of {len(value)} characters (not shown: it may be about a person)"
    return repr(value)


def count_like(value: str | None) -> str:
    """A cell of a count column as a finding may show it."""
    return group_like(value, shown=value is None or bool(_COUNT_LIKE.match(value)))


class Problems:
    """What is wrong with the rows, gathered over the batches.

    Args:
        file: name of the file.
        per_pupil: True when a row is about one pupil, so that more is kept back.
    """

    def __init__(self, file: str, *, per_pupil: bool) -> None:
        self.file = file
        self.per_pupil = per_pupil
        self.total = 0
        self.findings: list[Finding] = []
        self._values: dict[str, dict[str | None, tuple[int, int]]] = {}

    def note(self, rule: Rule, wrong: pl.DataFrame) -> None:
        """Note the rows that break a rule."""
        self.total += wrong.height
        rows = wrong.select("_row", raw=rule.raw).head(max(0, MOST_SHOWN - len(self.findings)))
        for row, raw in rows.iter_rows():
            # A wrong value of one pupil's row may be any text, so only its form is told.
            found = group_like(raw, shown=rule.shown and not self.per_pupil)
            self.add(rule.column, found, rule.expected, row, rule.mend, counted=True)

    def add(
        self,
        column: str,
        found: str,
        expected: str,
        row: int | None,
        mend: str | None,
        *,
        counted: bool = False,
    ) -> None:
        """Note one finding; `counted` when it is in the total already."""
        self.findings.append(Finding(column, found, expected, row, self.file, mend))
        self.total += not counted

    @property
    def any(self) -> bool:
        """True when the file is going to be refused."""
        return self.total > 0 or bool(self._values)

    def unnamed(self, column: str, wrong: pl.DataFrame) -> None:
        """Note values that the value table does not name: columns `_row` and `raw`."""
        kept = self._values.setdefault(column, {})
        found = wrong.group_by("raw").agg(pl.len(), pl.col("_row").min()).sort("_row")
        for raw, rows, first in found.head(10 * MOST_VALUES).iter_rows():
            seen = kept.get(raw)
            if seen is not None or len(kept) < 10 * MOST_VALUES:
                kept[raw] = (rows, first) if seen is None else (seen[0] + rows, min(seen[1], first))

    def close(self, column: str, key: str, expected: Sequence[str], rows_read: int) -> None:
        """Turn the unnamed values of a column into findings; only what looks like groups is shown."""
        kept = self._values.get(column, {})
        if not kept:
            return
        first = min(row for _, row in kept.values())
        if not self._are_groups(len(kept), len(expected), rows_read):
            rows = sum(rows for rows, _ in kept.values())
            found = f"{len(kept)} or more values in {rows} rows (not shown: they do not look like groups)"
            mend = f"See whether [{key}] column is the right one."
            self.add(column, found, f"a column of groups such as {', '.join(expected)}", first, mend)
            return
        for raw, (rows, row) in sorted(kept.items(), key=lambda item: item[1][1]):
            name = "" if raw is None else raw
            mend = f'Add "{name}" = "<group>" to [{key}] values, or write otherwise = "unknown" there.'
            plain = group_like(raw)
            mend = mend if raw is None or plain == repr(raw) else f'Write otherwise = "unknown" in [{key}].'
            found = f"{plain} ({rows} row{'s' if rows != 1 else ''})"
            self.add(column, found, f"one of {', '.join(expected)}", row, mend)

    def _are_groups(self, unnamed: int, named: int, rows: int) -> bool:
        enough = 2 * (unnamed + named) if self.per_pupil else unnamed
        return unnamed <= MOST_VALUES and rows >= enough
