# SPDX-License-Identifier: EUPL-1.2
"""Whether the mean dissimilarity of the municipalities changed."""

from __future__ import annotations

from gemengd.figures.figure import Kind, Stand
from gemengd.language.language import mark
from gemengd.monitor.figure.country.level import table
from gemengd.monitor.figure.trend import draw, say

KIND = Kind(
    "trend",
    mark("Is it getting better?"),
    say,
    table,
    draw,
    ("D", "D_change"),
    stand=Stand.FIRST,
    over_years=True,
)
