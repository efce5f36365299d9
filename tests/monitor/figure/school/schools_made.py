# SPDX-License-Identifier: EUPL-1.2
"""A school made by hand."""

from __future__ import annotations

from typing import Any

from gemengd.figures.figure import Said
from gemengd.monitor.published.school import School
from monitor import made


def school(*rows: dict[str, Any], **more: Any) -> School:
    """De Regenboog in these years; by default one."""
    cell = made.cell(chosen=2025)
    given = rows or (made.school(),)
    return School("00AA00", "De Regenboog", "GM0001", "Teststad", cell, tuple(given), **more)


def series(*shares: float, **more: Any) -> tuple[dict[str, Any], ...]:
    """Rows of the last years with these shares."""
    first = 2026 - len(shares)
    return tuple(made.school(year=first + i, focal_share=share, **more) for i, share in enumerate(shares))


def said(told: Said) -> str:
    """The sentences as one text."""
    return " ".join(told.sentences)
