# SPDX-License-Identifier: EUPL-1.2
"""What a drawing takes care of."""

from __future__ import annotations

from gemengd.figures.drawing import fit, unbroken


def test_long_names_are_cut():
    assert fit("Een heel lange naam van een school", 100) == "Een heel lang…"
    assert fit("kort", 100) == "kort"


def test_a_line_ends_where_a_year_is_missing():
    assert unbroken([2018, 2019, 2021], lambda year: year) == [[2018, 2019], [2021]]
    assert unbroken([], lambda year: year) == []
