# SPDX-License-Identifier: EUPL-1.2
"""Bars that go on where the one before ended."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.palette import TEXT


def waterfall(steps: list[tuple[str, float, float, str, str]], width: float) -> Spec:
    """Bars that go on where the one before ended.

    Args:
        steps: label, start, end, colour and amount in words of each bar.
        width: width of the picture.
    """
    drawing = Drawing(width, len(steps) * 46)
    low = min(0.0, *(min(start, end) for _, start, end, _, _ in steps))
    high = max(0.0, *(max(start, end) for _, start, end, _, _ in steps)) or 1.0
    scale = (width - 48) / (high - low)
    for row, (name, start, end, color, amount) in enumerate(steps):
        y, left, right = row * 46, *sorted(((start - low) * scale, (end - low) * scale))
        drawing.text(0, y + 9, name)
        drawing.box(left, y + 20, max(right, left + 2), y + 36, fill=color)
        drawing.text(max(right, left + 2) + 6, y + 28, amount, weight=600)
        x = (end - low) * scale
        # A line through the next name would make it hard to read.
        if row + 1 < len(steps) and x > len(steps[row + 1][0]) * TEXT * 0.56:
            drawing.rule(x, y + 36, x, y + 66, dash=(2, 2))
    return drawing.spec()
