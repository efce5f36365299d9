# SPDX-License-Identifier: EUPL-1.2
"""Pictures with a row per thing: names beside a scale, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gemengd.figures.drawing import Drawing, Spec, fit
from gemengd.figures.palette import ACCENT, FAINT, INK, NARROW, QUIET


@dataclass(frozen=True)
class Rows:
    """The lay-out of rows with a name: above the row where the picture is narrow, else to its left.

    Attributes:
        width: width of the picture.
        count: number of rows.
        high: the value at the right end of the scale; the left end is zero.
        room: pixels kept free at the right end for a number.
        top: pixels kept free above the rows for a key.
        names: the part of a wide picture that the names take.
    """

    width: float
    count: int
    high: float
    room: float = 30
    top: float = 0
    names: float = 0.36

    @property
    def above(self) -> bool:
        return self.width < 480

    @property
    def left(self) -> float:
        return 0 if self.above else round(self.width * self.names)

    @property
    def pitch(self) -> float:
        return 40 if self.above else 24

    def x(self, value: float) -> float:
        return self.left + 5 + value / self.high * (self.width - self.left - self.room - 5)

    def y(self, row: int) -> float:
        return self.top + row * self.pitch + (26 if self.above else 12)

    def drawing(self, foot: float = 22) -> Drawing:
        return Drawing(self.width, self.top + self.count * self.pitch + foot)

    def name(self, drawing: Drawing, row: int, text: str, *, own: bool = False) -> None:
        color, weight = (ACCENT, 700) if own else (INK, 400)
        y = self.y(row) - 17 if self.above else self.y(row)
        room = self.width if self.above else self.left - 10
        drawing.text(0, y, fit(text, room), color=color, weight=weight)

    def scale(self, drawing: Drawing, marks: Sequence[tuple[float, str]]) -> None:
        bottom = self.top + self.count * self.pitch
        for value, _ in marks:
            drawing.rule(self.x(value), self.top, self.x(value), bottom, color=FAINT)
        for value, text in marks:
            align = "left" if value == 0 else "center"
            drawing.text(
                self.x(value) - (5 if value == 0 else 0), bottom + 12, text, align=align, color=QUIET
            )


def nice_marks(high: float, most: int = 4) -> list[float]:
    """Round values from zero up to `high` for a scale of shares."""
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if high / s <= most), 0.5)
    return [step * i for i in range(int(high / step + 1e-9) + 1)]


@dataclass(frozen=True)
class Bar:
    """A bar: its name, its value, the value in words and its colour."""

    name: str
    value: float
    words: str
    color: str = ACCENT


def bars(entries: Sequence[Bar], high: float, width: float = NARROW) -> Spec:
    """Horizontal bars from zero, each with its name and number."""
    rows = Rows(width, len(entries), high, room=52, names=0.46)
    drawing = rows.drawing(foot=4)
    for row, bar in enumerate(entries):
        y = rows.y(row)
        rows.name(drawing, row, bar.name)
        drawing.box(rows.x(0), y - 6, rows.x(high), y + 6, fill="#eef1f3")
        drawing.box(rows.x(0), y - 6, max(rows.x(bar.value), rows.x(0) + 2), y + 6, fill=bar.color)
        drawing.text(rows.x(high) + 8, y, bar.words, weight=600)
    return drawing.spec()
