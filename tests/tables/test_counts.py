# SPDX-License-Identifier: EUPL-1.2
"""A published cell becomes the interval of the true numbers that fit it."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.tables import counts


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("12", (12, 12)),
        (" 12 ", (12, 12)),
        ("12.0", (12, 12)),
        ("12,0", (12, 12)),
        ("<5", (0, 4)),
        (" < 10", (0, 9)),
        ("<0", (0, 0)),
        ("-3", (-3, -3)),
        ("12,5", (None, None)),
        ("geheim", (None, None)),
        (None, (None, None)),
    ],
)
def test_text_cells(text: str | None, interval: tuple[int | None, int | None]) -> None:
    low, high = counts.from_text("cell")
    frame = pl.DataFrame({"cell": [text]}, schema={"cell": pl.String}).select(low=low, high=high)
    assert frame.row(0) == interval


@given(true=st.integers(0, 100_000), step=st.sampled_from([1, 5, 10]))
def test_a_rounded_count_holds_the_true_one(true: int, step: int) -> None:
    published = round(true / step) * step
    low, high = counts.rounded(pl.lit(float(published)), step)
    row = pl.select(low=low, high=high).row(0)
    assert row[0] <= true <= row[1]
    assert row[1] - row[0] <= step


@given(total=st.integers(1, 5000), data=st.data())
def test_a_rounded_share_holds_the_true_count(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    published = round(count / total * 10) / 10
    low, high = counts.share_of(pl.lit(total), pl.lit(total), pl.lit(published), 0.1)
    row = pl.select(low=low, high=high).row(0)
    assert row[0] <= count <= row[1] <= total
