# SPDX-License-Identifier: EUPL-1.2
"""Places beside each other, made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gemengd.monitor.published.comparison import Comparison, compared
from gemengd.monitor.published.view import Cell
from monitor import made


def place(code: str, name: str, *estimates: float | None, se: float | None = 0.01, **more: Any) -> Cell:
    """A cell with D in the last years."""
    first = 2026 - len(estimates)
    numbers = [
        made.number(estimate=each, se=se, year=first + i, **_chance(each) | more)
        for i, each in enumerate(estimates)
    ]
    return replace(made.cell(*numbers), municipality_id=code, name=name)


def _chance(estimate: float | None) -> dict[str, Any]:
    return {"expected": 0.05, "excess": None if estimate is None else (estimate - 0.05) / 0.95}


def pair(one: float, other: float, **more: Any) -> Comparison:
    """Two places in one year."""
    return compared(
        [place("GM0001", "A", one, **more), place("GM0002", "B", other, **more)], "D", (2025, 2025)
    )
