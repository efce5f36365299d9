# SPDX-License-Identifier: EUPL-1.2
"""The pictures of one school: over the years beside its catchment, what surrounds it, the schools nearby."""

from __future__ import annotations

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.palette import ACCENT, BAND, FAINT, GREY, INK, NARROW, PAPER, QUIET
from gemengd.figures.table import Row
from gemengd.language.language import Language
from gemengd.monitor.figure.charts_rows import (
    Bar,
    Rows,
    bars,
    dumbbell,
    nice_marks,
    reference_share,
    school_key,
)
from gemengd.monitor.figure.school_words import comparable
from gemengd.monitor.labels import EXPECTED
from gemengd.monitor.published.map_classes import margin
from gemengd.monitor.published.school import School


def interval(row: Row) -> tuple[float, float] | None:
    """The 95 % interval of the share at a school; None for an estimate from the neighbourhood."""
    if row["focal_share"] is None or row["status"] == EXPECTED:
        return None
    return _around(row["focal_share"], margin(row))


def by_chance(row: Row) -> tuple[float, float] | None:
    """Where the share would lie in 95 of 100 cases if the pupils were drawn by lot from the catchment."""
    home = reference_share(row)
    if home is None or row["focal_share"] is None or row["status"] == EXPECTED:
        return None
    return _around(home, margin(row | {"focal_share": home, "margin": None}))


def _around(share: float, reach: float) -> tuple[float, float]:
    return max(share - reach, 0.0), min(share + reach, 1.0)


def beside(school: School, lang: Language, width: float = NARROW) -> Spec | None:
    """The share at the school and in its catchment over the years; of one year, a row."""
    rows = comparable(school)
    if not rows:
        return None
    if len(rows) < 2:
        return _one_year(rows[0], school, lang, width)
    plot = _Plot(rows, school.cell.mirror_points / 100, width)
    drawing = Drawing(width, plot.base + 24)
    for part in _unbroken([row for row in rows if reference_share(row) is not None]):
        _catchment(drawing, plot, part)
    drawing.rule(0, plot.base, width, plot.base, color=GREY)
    for share in nice_marks(plot.high, most=3)[1:]:
        drawing.rule(0, plot.y(share), 30, plot.y(share), color=FAINT)
        drawing.text(0, plot.y(share) - 8, lang.percent(share), color=QUIET)
    for part in _unbroken(rows):
        _own(drawing, plot, part)
    _numbers(drawing, plot, rows, lang)
    _key(drawing, plot, rows, lang)
    return drawing.spec()


def _one_year(row: Row, school: School, lang: Language, width: float) -> Spec | None:
    if reference_share(row) is None:
        return None
    rows = Rows(width, 1, 1.0, room=22, top=66 if width < 480 else 30)
    drawing = rows.drawing()
    rows.scale(drawing, [(mark, lang.percent(mark)) for mark in (0, 0.25, 0.5, 0.75, 1)])
    rows.name(drawing, 0, lang.school_year(row["year"]))
    dumbbell(drawing, rows, 0, row, school.cell.mirror_points / 100)
    school_key(drawing, rows, _home_words(row, lang), lang)
    return drawing.spec()


def _home_words(row: Row, lang: Language) -> str:
    near = row["reference"] == "near"
    return lang.say("pupils living nearby") if near else lang.say("where its pupils live")


class _Plot:
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
        return float(56 + (row["year"] - self.first) / (self.last - self.first) * (self.width - 84))

    def y(self, share: float) -> float:
        return float(self.base - share / self.high * (self.base - self.top_edge - 8))


def _unbroken(rows: list[Row]) -> list[list[Row]]:
    parts: list[list[Row]] = []
    for row in rows:
        if parts and row["year"] == parts[-1][-1]["year"] + 1:
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _catchment(drawing: Drawing, plot: _Plot, part: list[Row]) -> None:
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


def _own(drawing: Drawing, plot: _Plot, part: list[Row]) -> None:
    points = [(plot.x(row), plot.y(row["focal_share"])) for row in part]
    drawing.line(points, color=ACCENT, width=2.5)
    for row, (x, y) in zip(part, points, strict=True):
        if (span := interval(row)) is not None:
            drawing.rule(x, plot.y(span[0]), x, plot.y(span[1]), color=ACCENT, width=1.5)
        drawing.dot(x, y, 4, fill=ACCENT, stroke=PAPER, about={"year": row["year"]})


def _numbers(drawing: Drawing, plot: _Plot, rows: list[Row], lang: Language) -> None:
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


def _key(drawing: Drawing, plot: _Plot, rows: list[Row], lang: Language) -> None:
    certain = any(interval(row) for row in rows)
    words = [
        lang.say("this school, with its margin") if certain else lang.say("this school"),
        _home_words(rows[-1], lang),
        lang.say("mirror of the catchment"),
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


def homes(school: School, lang: Language, width: float = NARROW) -> Spec | None:
    """The share at the school, where its pupils live, nearby and in the municipality."""
    row = school.row
    shares = (
        (lang.say("This school"), row["focal_share"], ACCENT),
        (lang.say("Where its pupils live"), row["own_share"], GREY),
        (lang.say("All pupils nearby"), row["near_share"], GREY),
        (lang.say("The whole municipality"), school.whole, GREY),
    )
    entries = [
        Bar(name, share, lang.percent(share), color) for name, share, color in shares if share is not None
    ]
    return bars(entries, 1.0, width) if len(entries) > 1 else None


def nearby(school: School, lang: Language, width: float = NARROW) -> Spec | None:
    """This school and those near it by distance, each beside its own catchment."""
    known = [(school.row, 0.0), *((each.row, each.km) for each in school.nearby)]
    known = [
        pair for pair in known if pair[0]["focal_share"] is not None and reference_share(pair[0]) is not None
    ]
    if len(known) < 2:
        return None
    rows = Rows(width, len(known), 1.0, room=22, top=66 if width < 480 else 30)
    drawing = rows.drawing()
    rows.scale(drawing, [(mark, lang.percent(mark)) for mark in nice_marks(1.0)])
    for index, (row, km) in enumerate(known):
        own = row["school_id"] == school.school_id
        words = row["name"] if own else lang.say("{km} km: {name}", km=lang.number(km, 1), name=row["name"])
        rows.name(drawing, index, words, own=own)
        dumbbell(drawing, rows, index, row, school.cell.mirror_points / 100)
    near = all(row["reference"] == "near" for row, _ in known)
    home = lang.say("pupils living nearby") if near else lang.say("where its pupils live")
    school_key(drawing, rows, home, lang)
    return drawing.spec()
