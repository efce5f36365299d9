# SPDX-License-Identifier: EUPL-1.2
"""Pictures with a row per municipality, school, group or way: dot strips, dumbbells, bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gemengd.figures.drawing import Drawing, Spec, fit
from gemengd.figures.palette import ACCENT, BAND, FAINT, GREY, INK, NARROW, PAPER, QUIET, SECOND
from gemengd.figures.table import Row
from gemengd.language.language import Language
from gemengd.monitor.figure.charts import waterfall
from gemengd.monitor.figure.story_flows import FLOWS, distances
from gemengd.monitor.figure.story_places import MOST_SCHOOLS
from gemengd.monitor.labels import group_name, indicator_of
from gemengd.monitor.published.view import Cell, Number


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


def peers(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """Dissimilarity here and in comparable municipalities, with intervals; the own place is in bold."""
    own = cell.number("D")
    if own.estimate is None or not cell.peers:
        return None
    strip = [(cell.name, own, True)] + [(peer.name, peer.dissimilarity, False) for peer in cell.peers]
    strip.sort(key=lambda entry: -(entry[1].estimate or 0))
    high = max(max(number.high or 0, number.estimate or 0) for _, number, _ in strip)
    rows = Rows(width, len(strip), max(high, 0.05))
    drawing = rows.drawing(foot=40)
    rows.scale(drawing, [(mark, lang.number(mark * 100)) for mark in nice_marks(rows.high)])
    drawing.text(rows.x(0) - 5, drawing.height - 9, lang.say("of every 100 pupils"), color=QUIET)
    for row, (name, number, mine) in enumerate(strip):
        rows.name(drawing, row, name, own=mine)
        _interval(drawing, rows, row, number, mine=mine)
        drawing.text(
            rows.x(max(number.high or 0, number.estimate or 0)) + 8,
            rows.y(row),
            lang.number((number.estimate or 0) * 100),
            weight=700 if mine else 400,
        )
    return drawing.spec()


def _interval(drawing: Drawing, rows: Rows, row: int, number: Number, *, mine: bool) -> None:
    y, color = rows.y(row), ACCENT if mine else GREY
    if number.low is not None and number.high is not None:
        drawing.rule(rows.x(number.low), y, rows.x(number.high), y, color=color, width=2.5)
    drawing.dot(rows.x(number.estimate or 0), y, 5.5 if mine else 4.5, fill=color, stroke=PAPER)


def drawn_schools(cell: Cell) -> list[Row]:
    """The schools in the picture: those furthest from their catchment, sorted by difference."""
    known = [
        row
        for row in cell.schools
        if row["focal_share"] is not None
        and row["difference"] is not None
        and reference_share(row) is not None
    ]
    known.sort(key=lambda row: -abs(row["difference"]))
    return sorted(known[:MOST_SCHOOLS], key=lambda row: (-row["difference"], row["school_id"]))


def reference_share(row: Row) -> float | None:
    """The share in the catchment that a school is held beside."""
    share: float | None = row["near_share"] if row["reference"] == "near" else row["own_share"]
    return share


def schools(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """A line per school from its catchment's share to its own; in the pale band it is a mirror."""
    drawn = drawn_schools(cell)
    if not drawn:
        return None
    rows = Rows(width, len(drawn), 1.0, room=22, top=66 if width < 480 else 30)
    drawing = rows.drawing()
    rows.scale(drawing, [(mark, lang.percent(mark)) for mark in (0, 0.25, 0.5, 0.75, 1)])
    for row, school in enumerate(drawn):
        rows.name(drawing, row, school["name"])
        dumbbell(drawing, rows, row, school, cell.mirror_points / 100)
    near = all(school["reference"] == "near" for school in drawn)
    home = lang.say("pupils living nearby") if near else lang.say("where its pupils live")
    school_key(drawing, rows, home, lang)
    return drawing.spec()


def dumbbell(drawing: Drawing, rows: Rows, row: int, school: Row, points: float) -> None:
    """A line from the share in the catchment to that at the school, over the band in which it is a mirror."""
    y, home, here = rows.y(row), reference_share(school) or 0.0, school["focal_share"]
    left, right = rows.x(max(home - points, 0)), rows.x(min(home + points, 1))
    drawing.box(left, y - 7, right, y + 7, fill=BAND, radius=7)
    drawing.rule(rows.x(home), y, rows.x(here), y, color=ACCENT, width=2)
    drawing.dot(rows.x(home), y, 4.5, fill=PAPER, stroke=INK)
    about = {"school": school["school_id"]}
    drawing.dot(rows.x(here), y, _radius(school["pupils"]), fill=ACCENT, stroke=PAPER, about=about)


def _radius(pupils: float | None) -> float:
    return min(3.5 + math.sqrt(pupils or 0) / 7, 9)


def school_key(drawing: Drawing, rows: Rows, home: str, lang: Language) -> None:
    """What the signs of a row of a school mean; `home` names its catchment."""
    parts = (
        ("home", home),
        ("school", lang.say("school (size: pupils)")),
        ("band", lang.say("mirror of the catchment")),
    )
    places = [(0, 9), (0, 29), (0, 49)] if rows.above else [(0, 10), (205, 10), (420, 10)]
    for (kind, text), (x, y) in zip(parts, places, strict=True):
        if kind == "band":
            drawing.box(x, y - 6, x + 22, y + 6, fill=BAND, radius=6)
        elif kind == "school":
            drawing.dot(x + 11, y, 6, fill=ACCENT, stroke=PAPER)
        else:
            drawing.dot(x + 11, y, 4.5, fill=PAPER, stroke=INK)
        drawing.text(x + 28, y, text, color=QUIET)


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


def flows(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The ways to school as shares of a hundred pupils."""
    entries = [
        Bar(lang.say(indicator_of(name).name), share, lang.percent(share))
        for name in FLOWS
        if (share := cell.number(name).estimate) is not None
    ]
    return bars(entries, 1.0, width) if entries else None


def distance(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """Mean distance per group."""
    known = [(name, km) for name, km in distances(cell) if km is not None]
    if not known:
        return None
    entries = [
        Bar(group_name(cell.characteristic, name, lang), km, lang.say("{km} km", km=lang.number(km, 1)))
        for name, km in known
    ]
    return bars(entries, max(km for _, km in known) or 1.0, width)


def groups(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The share of every group whose size is known."""
    rows = [
        row for row in cell.groups if row["year"] == cell.year and row["known"] and row["share"] is not None
    ]
    if not rows:
        return None
    entries = [
        Bar(
            group_name(cell.characteristic, row["group"], lang),
            row["share"],
            lang.percent(row["share"]),
            ACCENT if row["group"] in cell.characteristic.focal else GREY,
        )
        for row in sorted(rows, key=lambda row: _place(row["group"], cell))
    ]
    return bars(entries, 1.0, width)


def _place(group: str, cell: Cell) -> int:
    order = list(cell.characteristic.groups)
    return order.index(group) if group in order else len(order)


def ladder(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The decomposition of mutual information as a waterfall."""
    parts = [cell.number(f"M_{part}").estimate for part in ("total", "housing", "sorting", "mixing")]
    if any(part is None for part in parts):
        return None
    total, housing, sorting, _ = (part or 0.0 for part in parts)
    steps = [
        (lang.say("Housing"), 0.0, housing, ACCENT, lang.number(housing, 3)),
        (lang.say("Sorting within areas"), housing, housing + sorting, SECOND, f"+{lang.number(sorting, 3)}"),
        (
            lang.say("Mixing across areas"),
            housing + sorting,
            total,
            GREY,
            lang.number(total - housing - sorting, 3),
        ),
        (lang.say("Total"), 0.0, total, INK, lang.number(total, 3)),
    ]
    return waterfall(steps, width)
