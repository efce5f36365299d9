# SPDX-License-Identifier: EUPL-1.2
"""Segregation between and within nested units."""

import polars as pl
import pytest

from gemengd import measure


def test_levels_are_told_apart(plain):
    frame = plain.long([[9, 1], [1, 9], [5, 5]]).with_columns(
        region=pl.col("unit").replace({"u000": "r", "u001": "r", "u002": "q"})
    )
    table = measure.nested(frame, levels=["region", "unit"], group="group", pupils="pupils")
    between, within = table.to_dicts()
    assert between["M"] == pytest.approx(0.0, abs=1e-15)
    assert within["share"] == pytest.approx(1.0)
    assert (within["level"], within["within"], within["units"]) == ("unit", "region", 3)


def test_one_group_is_undefined_with_a_reason(plain):
    table = measure.nested(plain.long([[9, 0]]), levels=["unit"], group="group", pupils="pupils")
    assert table.select("M", "H", "share", "status").rows() == [(None, None, None, "one_group")]


def test_levels_must_be_a_list(plain):
    with pytest.raises(ValueError, match="levels is 'unit'"):
        measure.nested(plain.long([[9, 1]]), levels="unit", group="group", pupils="pupils")
