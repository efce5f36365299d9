# SPDX-License-Identifier: EUPL-1.2
"""Shares over the years, of a school and of its catchment."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing
from gemengd.figures.palette import ACCENT, BAND, FAINT, INK, PAPER, QUIET
from gemengd.figures.table import Row
from gemengd.language.language import Language
from gemengd.monitor.figure.school.spans import by_chance, interval
from gemengd.monitor.figure.schools import reference_share


class Plot:
    """From year and share to pixels; the axis starts at zero."""

    def __init__(self, rows: list[Row], points: float, width: float) -> None:
        self.first, self.last = rows[0]["year"], rows[-1]["year"]
        self.points, self.width, self.narrow = points, width, width < 480
        self.top_edge, height = (98, 170) if self.narrow else (52, 200)
        tops = [row["focal_share"] for row in rows]
        tops += [home + points for row in rows if (home := reference_share(row)) is not None]
        tops += [high for row in rows if (span := interval(row)) is not None for high in span]
        self.high, self.base = min(max(*tops, 0.1), 1.0), self.top_edge + height

    def x(self, row: Row) -> float:
        """Where the year of a row stands."""
        return float(56 + (row["year"] - self.first) / (self.last - self.first) * (self.width - 84))

    def y(self, share: float) -> float:
        """Where a share stands."""
        return float(self.base - share / self.high * (self.base - self.top_edge - 8))


def year_of(row: Row) -> int:
    """The school year of a row."""
    return int(row["year"])


def draw_catchment(drawing: Drawing, plot: Plot, part: list[Row]) -> None:
    """The catchment in a run of years: its share, the band of a mirror, and the range by chance alone."""
    homes = [(plot.x(row), reference_share(row) or 0.0) for row in part]
    band = [
        (x, plot.y(max(home - plot.points, 0)), plot.y(min(home + plot.points, plot.high)))
        for x, home in homes
    ]
    drawing.area(band, fill=BAND)
    for side in (0, 1):
        spans = [(plot.x(row), span[side]) for row in part if (span := by_chance(row)) is not None]
        if len(spans) > 1:
            drawing.line([(x, plot.y(share)) for x, share in spans], color=INK, width=1.2, dash=(2, 3))
    drawing.line([(x, plot.y(home)) for x, home in homes], color=INK, width=1.4)
    for x, home in homes:
        drawing.dot(x, plot.y(home), 3.5, fill=PAPER, stroke=INK)


def draw_school(drawing: Drawing, plot: Plot, part: list[Row]) -> None:
    """The share at the school in a run of years, with its margin."""
    points = [(plot.x(row), plot.y(row["focal_share"])) for row in part]
    drawing.line(points, color=ACCENT, width=2.5)
    for row, (x, y) in zip(part, points, strict=True):
        if (span := interval(row)) is not None:
            drawing.rule(x, plot.y(span[0]), x, plot.y(span[1]), color=ACCENT, width=1.5)
        drawing.dot(x, y, 4, fill=ACCENT, stroke=PAPER, about={"year": row["year"]})


def draw_numbers(drawing: Drawing, plot: Plot, rows: list[Row], lang: Language) -> None:
    """The first and the last share in words, and their school years."""
    for row, align in ((rows[0], "right"), (rows[-1], "left")):
        side = -7 if align == "right" else 7
        here, home = row["focal_share"], reference_share(row)
        y = plot.y(here)
        drawing.text(plot.x(row) + side, y, lang.number(here * 100), align=align, weight=700, color=ACCENT)
        if home is not None and abs(plot.y(home) - y) > 13:
            drawing.text(plot.x(row) + side, plot.y(home), lang.number(home * 100), align=align)
        drawing.rule(plot.x(row), plot.base, plot.x(row), plot.base + 4, color=FAINT)
    drawing.text(plot.x(rows[0]), plot.base + 15, lang.school_year(plot.first), align="center", color=QUIET)
    drawing.text(plot.width, plot.base + 15, lang.school_year(plot.last), align="right", color=QUIET)


def draw_key(drawing: Drawing, plot: Plot, rows: list[Row], home: str, lang: Language) -> None:
    """What the lines mean; `home` names the catchment."""
    certain = any(interval(row) for row in rows)
    words = [
        lang.say("this school, with its margin") if certain else lang.say("this school"),
        home,
        lang.say("within the agreed limit"),
        *([lang.say("range by chance alone")] if any(by_chance(row) for row in rows) else []),
    ]
    for entry, text in enumerate(words):
        x, y = (0, 9 + 20 * entry) if plot.narrow else ((entry % 2) * plot.width / 2, 9 + 20 * (entry // 2))
        _sign(drawing, entry, x, y)
        drawing.text(x + 30, y, text, color=QUIET)


def _sign(drawing: Drawing, entry: int, x: float, y: float) -> None:
    if entry == 2:
        drawing.box(x, y - 6, x + 22, y + 6, fill=BAND)
        return
    color, width = (ACCENT, 2.5) if entry == 0 else (INK, 1.4)
    drawing.rule(x, y, x + 22, y, color=color, width=width, dash=(2, 3) if entry == 3 else None)
    if entry < 2:
        drawing.dot(x + 11, y, 4, fill=ACCENT if entry == 0 else PAPER, stroke=PAPER if entry == 0 else INK)
