# SPDX-License-Identifier: EUPL-1.2
"""A picture of differences about the zero line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.palette import ACCENT, FAINT, GREY, INK, PAPER, QUIET
from gemengd.figures.rows import Rows
from gemengd.language.certainty import Certainty
from gemengd.language.language import Language
from gemengd.monitor.figure.comparison.words import plain, tick, unit
from gemengd.monitor.published.comparison import Comparison, Difference


@dataclass(frozen=True)
class _Signed:
    """Rows about a zero line; the ends of the scale lie equally far from it unless all lies on one side."""

    rows: Rows
    low: float
    high: float

    def x(self, value: float) -> float:
        left, right = self.rows.left + 8, self.rows.width - self.rows.room
        return left + (value - self.low) / (self.high - self.low) * (right - left)


def about_zero(
    comparison: Comparison, named: Sequence[tuple[str, Difference]], lang: Language, width: float
) -> Spec | None:
    """A row per difference about the zero line.

    Args:
        comparison: the places.
        named: the differences with the words beside their rows.
        lang: the language.
        width: width of the picture.

    Returns:
        The picture; None where no difference is known.
    """
    known = [(name, d) for name, d in named if d.difference is not None]
    if not known:
        return None
    ends = [value for _, d in known for value in (d.low, d.high, d.difference) if value is not None]
    step = _step(max(*ends, 0.0) - min(*ends, 0.0))
    low, high = math.floor(min(*ends, 0.0) / step), math.ceil(max(*ends, 0.0) / step)
    rows = Rows(width, len(known), 1.0, room=50, names=0.44, top=44 if width < 480 else 24)
    scale = _Signed(rows, low * step, max(high, low + 1) * step)
    drawing = rows.drawing(foot=40)
    _zero_scale(drawing, comparison, scale, [i * step for i in range(low, max(high, low + 1) + 1)], lang)
    for row, (name, each) in enumerate(known):
        rows.name(drawing, row, name)
        _mark(drawing, scale, row, each)
        words = plain(comparison, each.difference or 0.0, lang)
        signed = f"+{words}" if (each.difference or 0) > 0 else words
        drawing.text(width - 4, rows.y(row), signed, align="right", weight=600)
    _sure_key(drawing, rows.above, lang)
    return drawing.spec()


def _step(span: float) -> float:
    return next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if span / step <= 5), 1.0)


def _zero_scale(
    drawing: Drawing, comparison: Comparison, scale: _Signed, marks: list[float], lang: Language
) -> None:
    rows = scale.rows
    bottom = rows.top + rows.count * rows.pitch
    for mark in marks:
        zero = abs(mark) < 1e-9
        x = scale.x(mark)
        drawing.rule(x, rows.top, x, bottom, color=INK if zero else FAINT, width=1.2 if zero else 1)
        words = tick(comparison, mark, lang)
        drawing.text(x, bottom + 12, f"+{words}" if mark > 1e-9 else words, align="center", color=QUIET)
    counted = lang.say("points") if comparison.indicator == "D" else unit(comparison, lang)
    drawing.text(rows.left + 3, drawing.height - 9, counted, color=QUIET)


def _mark(drawing: Drawing, scale: _Signed, row: int, each: Difference) -> None:
    y, sure = scale.rows.y(row), each.sure in (Certainty.ALMOST_CERTAIN, Certainty.PROBABLE)
    color = ACCENT if sure else GREY
    if each.low is not None and each.high is not None:
        drawing.rule(scale.x(each.low), y, scale.x(each.high), y, color=color, width=2.5)
    drawing.dot(
        scale.x(each.difference or 0), y, 5, fill=ACCENT if sure else PAPER, stroke=PAPER if sure else GREY
    )


def _sure_key(drawing: Drawing, narrow: bool, lang: Language) -> None:
    drawing.dot(7, 10, 5, fill=ACCENT, stroke=PAPER)
    drawing.text(18, 10, lang.say("probably or almost certainly a difference"), color=QUIET)
    x, y = (7, 30) if narrow else (327, 10)
    drawing.dot(x, y, 5, fill=PAPER, stroke=GREY)
    drawing.text(x + 11, y, lang.say("less certain"), color=QUIET)
