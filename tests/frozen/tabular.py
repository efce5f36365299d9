# SPDX-License-Identifier: EUPL-1.2
"""A frame as text that can be compared line by line."""

from __future__ import annotations

import polars as pl

from frozen.volatile import steady


def csv_of(frame: pl.DataFrame) -> str:
    """The rows in their order; what CSV cannot hold (lists, shapes) as Python writes it."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind == pl.Binary]
    texts = [
        pl.Series(
            name, [None if one is None else repr(one) for one in frame[name].to_list()], dtype=pl.String
        )
        for name in nested
    ]
    return steady(frame.with_columns(texts).write_csv())
