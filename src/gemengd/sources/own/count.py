# SPDX-License-Identifier: EUPL-1.2
"""Rows to counts: batch after batch is added to a small table, and then forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from gemengd.sources.own.cells import CELL, cells
from gemengd.sources.own.keys import RAW, Rule, looked_up, meaning, rules, school_rules, text
from gemengd.sources.own.mapping import Group, Mapping
from gemengd.sources.own.problems import Problems
from gemengd.tables.findings import InvalidTable

MOST_WAITING = 20_000
"""Cells that wait before they are added up, or as many as there are sums when those are more: so memory
follows the sums and not the rows, and adding up stays rare."""


class Counts:
    """Adds up frames of cells by key, keeping one frame of sums."""

    def __init__(self, key: Sequence[str], sums: Sequence[str]) -> None:
        self.key, self.sums = list(key), list(sums)
        self._waiting: list[pl.DataFrame] = []
        self._most = MOST_WAITING

    def add(self, cells: pl.DataFrame) -> None:
        """Add cells; they are summed before they are kept."""
        self._waiting.append(self._summed(cells))
        if sum(frame.height for frame in self._waiting) > self._most:
            sums = self._summed(pl.concat(self._waiting))
            self._waiting, self._most = [sums], sums.height + max(MOST_WAITING, sums.height)

    def total(self) -> pl.DataFrame:
        """The sums so far, in order of the key."""
        return self._summed(pl.concat(self._waiting)).sort(self.key, nulls_last=True)

    def _summed(self, cells: pl.DataFrame) -> pl.DataFrame:
        return cells.group_by(self.key).agg(pl.col(self.sums).sum())


class Counting:
    """The count of one file.

    Args:
        mapping: what the columns mean.
        file: the name of the file, for findings.

    Attributes:
        rows: rows read.
        empty: rows without any value in a mapped column, left out.
    """

    def __init__(self, mapping: Mapping, file: str) -> None:
        self.mapping, self.file = mapping, file
        self.rows = self.empty = 0
        self._rules, self._school_rules = rules(mapping), school_rules(mapping)
        self._problems = Problems(file, per_pupil=mapping.layout == "pupils")
        self._pupils = Counts(CELL[:-2], CELL[-2:])
        self._schools = Counts(["school_id", "year", *(rule.name for rule in self._school_rules)], ["rows"])

    def read(self, batches: Iterable[pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Count all batches.

        Returns:
            The canonical `pupils`, and per school, year and particulars the rows that say so.

        Raises:
            InvalidTable: with the findings of the whole file.
        """
        # Cells that are counts already are few, and are checked against each other: they come at once.
        for batch in batches if self.mapping.layout == "pupils" else _at_once(batches):
            self._add(batch)
        self._finish()
        pupils = self._pupils.total()
        return pupils.filter(pl.col("high") > 0), self._schools.total()

    def _add(self, batch: pl.DataFrame) -> None:
        self.rows += batch.height
        frame = _filled(batch, self.mapping.columns)
        self.empty += batch.height - frame.height
        for group in self.mapping.groups:
            frame = self._grouped(frame, group)
        for rule in (*self._rules, *self._school_rules):
            frame = self._ruled(frame, rule)
        parts = cells(frame, self.mapping, self._problems)
        if self._problems.any or not frame.height:
            return
        for part in parts:
            self._pupils.add(part)
        self._schools.add(frame.with_columns(rows=pl.lit(1, pl.Int64)))

    def _grouped(self, frame: pl.DataFrame, group: Group) -> pl.DataFrame:
        if group.field is None:
            return frame
        raw, name = text(group.field), f"group:{group.name}"
        frame = looked_up(frame, group.field.columns, [meaning(group.field, raw).alias(name)])
        wrong = frame.filter(pl.col(name).is_null())
        if wrong.height:
            self._problems.unnamed(_column(group), wrong.select("_row", raw=raw))
        return frame

    def _ruled(self, frame: pl.DataFrame, rule: Rule) -> pl.DataFrame:
        exprs = [rule.value.alias(rule.name), rule.wrong.alias("_wrong")]
        frame = looked_up(frame, rule.columns, exprs)
        # By the column and not by the expression: polars 2.1 cannot filter by one value for all rows.
        wrong = frame.filter("_wrong")
        if wrong.height:
            self._problems.note(rule, wrong)
        return frame.drop("_wrong")

    def _finish(self) -> None:
        for group in self.mapping.groups:
            if group.field:
                key = f"characteristics.{group.name}"
                self._problems.close(_column(group), key, tuple(group.field.values), self.rows)
        if not self.rows - self.empty:
            self._problems.add("", "no rows with data", "at least one row", None, None)
        if self._problems.total:
            raise InvalidTable(self.file, self._problems.findings, self._problems.total)


def _column(group: Group) -> str:
    return " + ".join(group.field.columns) if group.field else ""


def _at_once(batches: Iterable[pl.DataFrame]) -> list[pl.DataFrame]:
    whole = list(batches)
    return [pl.concat(whole)] if whole else []


def _filled(batch: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    filled = batch.filter(pl.any_horizontal(pl.col(columns).str.strip_chars() != ""))
    return filled.rename({column: f"{RAW}{column}" for column in columns})
