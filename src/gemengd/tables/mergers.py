# SPDX-License-Identifier: EUPL-1.2
"""Municipal mergers: the code that a place has today."""

from __future__ import annotations

import polars as pl


def current_codes(mergers: pl.DataFrame) -> dict[str, str]:
    """Old municipality code to the code in force after the last merger in the table.

    A series of a merged municipality is continued by counting its schools again under the new code, which
    this mapping makes possible; figures of municipalities are never copied or added up.

    Args:
        mergers: canonical table `mergers` (`old_id`, `new_id`, `date`). A code that split up has several
            rows with one date; it is left out, since its schools cannot be told apart by the code alone.

    Returns:
        Code to current code, only where the two differ.
    """
    step = _single_successors(mergers)
    return {old: end for old in step if (end := _end_of_chain(old, step)) != old}


def _single_successors(mergers: pl.DataFrame) -> dict[str, str]:
    rows = mergers.filter(pl.col("old_id") != pl.col("new_id")).unique(["old_id", "new_id", "date"])
    last = rows.filter(pl.col("date") == pl.col("date").max().over("old_id"))
    single = last.filter(pl.len().over("old_id") == 1)
    return dict(single.select("old_id", "new_id").iter_rows())


def _end_of_chain(code: str, step: dict[str, str]) -> str:
    seen = {code}
    while (following := step.get(code)) is not None and following not in seen:
        seen.add(following)
        code = following
    return code
