# SPDX-License-Identifier: EUPL-1.2
"""The map: areas by the share of the group in at most five classes, schools as dots."""

from __future__ import annotations

import math

from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.figure import Kind, Paper, Said
from gemengd.figures.palette import GREY, INK, NARROW, PAPER, QUIET
from gemengd.figures.sheet import Sheet, hatch
from gemengd.figures.table import Row, Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import columns_of, picked
from gemengd.monitor.figure.words import focal
from gemengd.monitor.labels import EXPECTED, reason
from gemengd.monitor.published.map_classes import Classes, classes
from gemengd.monitor.published.view import Cell

AREA_COLUMNS = (
    ("area_id", mark("code"), "text"),
    ("name", mark("area"), "text"),
    ("pupils", mark("pupils living there"), "count"),
    ("focal_share", mark("share"), "share"),
    ("class", mark("class on the map"), "text"),
    ("status", mark("status"), "text"),
)


def say(cell: Cell, lang: Language) -> Said:
    """How the group is spread over the areas where pupils live."""
    known = sorted(
        (row for row in cell.areas if row["focal_share"] is not None), key=lambda row: row["focal_share"]
    )
    if not known:
        return Said((lang.say("Of the areas where pupils live there are no figures to show."),), known=False)
    low, high = known[0], known[-1]
    values = {"focal": focal(cell, lang), "n": lang.number(len(known))}
    if len(known) == 1:
        share = lang.percent(high["focal_share"])
        return Said(
            (lang.say("There is one area with figures. Share of {focal}: {share}.", share=share, **values),)
        )
    text = lang.say(
        "Over {n} areas the share of {focal} runs from {low} in {place_low} to {high} in {place_high}.",
        low=lang.percent(low["focal_share"]),
        high=lang.percent(high["focal_share"]),
        place_low=area_name(low),
        place_high=area_name(high),
        **values,
    )
    estimated = all(row["status"] == EXPECTED for row in known)
    before = [lang.say("Estimated from the neighbourhood.")] if estimated else []
    return Said((*before, text, *_concentration(cell, known, lang), *in_doubt(cell, lang)))


def in_doubt(cell: Cell, lang: Language) -> list[str]:
    """How many areas of the map may belong to another class."""
    used = classes(cell)
    count = sum(used.doubtful(row) for row in cell.areas)
    if not count:
        return []
    text = lang.plural(
        "{count} area is hatched on the map: it lies so near the border of its class that it may belong "
        "to the class beside it.",
        "{count} areas are hatched on the map: they lie so near the border of their class that they may "
        "belong to the class beside it.",
        count,
    )
    return [text]


def area_name(row: Row) -> str:
    """The name of an area; its code when it has none."""
    return str(row.get("area_name") or row["area_id"])


def _concentration(cell: Cell, known: list[Row], lang: Language) -> list[str]:
    counts = sorted((row["focal_share"] * (row["pupils"] or 0) for row in known), reverse=True)
    half, needed, total = sum(counts) / 2, 0, 0.0
    while total < half and needed < len(counts):
        total += counts[needed]
        needed += 1
    if not half or len(known) < len(cell.areas) or needed * 3 > len(known):
        return []
    text = lang.plural(
        "Half of the {focal} live in {count} area.",
        "Half of the {focal} live in {count} areas.",
        needed,
        focal=focal(cell, lang),
    )
    return [text]


def table(cell: Cell, lang: Language) -> Table:
    """Every area where pupils live."""
    columns, used = columns_of(AREA_COLUMNS, lang), classes(cell)
    rows = [
        row
        | {
            "class": class_in_words(row, used, lang),
            "name": area_name(row),
            "pupils": None if row["pupils"] is None else round(row["pupils"]),
            "status": reason(row["status"], lang),
        }
        for row in cell.areas
    ]
    return Table(columns, picked(rows, columns))


def class_in_words(row: Row, used: Classes, lang: Language) -> str | None:
    """The class of an area on the map, and whether it is in doubt; None where its share is not known."""
    number = used.number(row)
    if number is None:
        return None
    words = used.words(number, lang)
    return lang.say("{words}, in doubt", words=words) if used.doubtful(row) else words


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """The map; None where there are neither shapes nor points."""
    sheet = _sheet(cell, width)
    if not sheet.usable:
        return None
    used = classes(cell)
    entries = [(colour, used.words(number, lang)) for number, colour in used.colours.items()]
    entries += _further_entries(cell, used, lang)
    drawing = Drawing(width, sheet.height + 14 + _legend_height(len(entries), width))
    for row in cell.areas:
        _area(drawing, sheet, row, used)
    # After all areas: marks of one style are one layer, which the colour of a later area would cover.
    for row in cell.areas:
        if row["area_id"] in sheet.shapes and used.doubtful(row):
            hatch(drawing, sheet.shapes[row["area_id"]], used.ink(row))
    _schools(drawing, sheet, cell)
    _legend(drawing, sheet.height + 22, entries)
    return drawing.spec()


def _sheet(cell: Cell, width: float) -> Sheet:
    points = [(row["x"], row["y"]) for row in (*cell.areas, *cell.schools) if row.get("x") is not None]
    return Sheet(cell.shapes, points, width)


def _area(drawing: Drawing, sheet: Sheet, row: Row, used: Classes) -> None:
    number = used.number(row)
    fill = None if number is None else used.colours[number]
    shape = sheet.shapes.get(row["area_id"])
    if shape is not None:
        feature = shape | {"properties": {"area": row["area_id"]}}
        drawing.shape(feature, fill=fill or PAPER, stroke=GREY, dash=fill is None)
    elif row.get("x") is not None and sheet.inside(row["x"], row["y"]):
        x, y = sheet.at(row["x"], row["y"])
        drawing.dot(x, y, 9, fill=fill or PAPER, stroke=GREY, shape="square", width=0.8)


def _schools(drawing: Drawing, sheet: Sheet, cell: Cell) -> None:
    small = 3.2 if sheet.width < 480 else 4.4
    for row in cell.schools:
        if row.get("x") is None or not sheet.inside(row["x"], row["y"]):
            continue
        x, y = sheet.at(row["x"], row["y"])
        drawing.dot(x, y, small, fill=PAPER, stroke=INK, about={"school": row["school_id"]})


def _legend_height(entries: int, width: float) -> float:
    return 24 * (math.ceil(entries / _columns(width)) + 0.5)


def _columns(width: float) -> int:
    return 2 if width < 480 else 4


def _further_entries(cell: Cell, used: Classes, lang: Language) -> list[tuple[str, str]]:
    doubt = [("hatch", lang.say("class in doubt"))] if any(used.doubtful(row) for row in cell.areas) else []
    school = [("", lang.say("school"))] if cell.schools else []
    return [*doubt, (PAPER, lang.say("no figures")), *school]


def _legend(drawing: Drawing, top: float, entries: list[tuple[str, str]]) -> None:
    columns = _columns(drawing.width)
    for index, (fill, text) in enumerate(entries):
        x, y = (index % columns) * drawing.width / columns, top + (index // columns) * 24
        if fill == "hatch":
            drawing.box(x + 1, y - 8, x + 25, y + 8, fill=PAPER, stroke=GREY)
            for foot in (x + 3, x + 9):
                # A path is a layer of its own, so that the box does not cover it.
                drawing.line([(foot, y + 8), (foot + 16, y - 8)], color=INK, width=0.7)
        elif fill:
            drawing.box(x + 1, y - 8, x + 25, y + 8, fill=fill, stroke=GREY)
        else:
            drawing.dot(x + 13, y, 4.4, fill=PAPER, stroke=INK)
        drawing.text(x + 32, y, text, color=QUIET if fill == PAPER else INK)


KIND = Kind(
    "map", mark("Map: areas and schools"), say, table, draw, ("classes",), wide=True, paper=Paper.ASIDE
)
