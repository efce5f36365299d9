# SPDX-License-Identifier: EUPL-1.2
"""The schools beside the catchments that they draw from."""

from __future__ import annotations

import math

import numpy as np

from gemengd import measure
from gemengd.figures.drawing import Drawing, Spec
from gemengd.figures.figure import Kind, Paper, Said
from gemengd.figures.palette import ACCENT, BAND, INK, NARROW, PAPER, QUIET
from gemengd.figures.rows import Rows
from gemengd.figures.table import About, Row, Table
from gemengd.language.certainty import Certainty, certainty_of_test
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import columns_of, picked
from gemengd.monitor.figure.words import focal
from gemengd.monitor.labels import EXPECTED, HIDDEN, reason
from gemengd.monitor.published.view import Cell

MOST_SCHOOLS = 30
"""More schools than this are not drawn; the table holds them all."""

VERDICTS = {
    "mirror": mark("no large difference"),
    "no_mirror": mark("large difference"),
    "no_mirror_few_schools": mark("large difference, few other schools nearby"),
    "unknown": mark("cannot be said"),
}

REFERENCES = {"own": mark("where its pupils live"), "near": mark("all pupils nearby")}

_COLUMNS = (
    ("name", mark("school"), "text"),
    ("pupils", mark("pupils"), "count"),
    ("focal_share", mark("share at the school"), "share"),
    ("reference_share", mark("share in the catchment"), "share"),
    ("difference", mark("difference (percentage points)"), "points"),
    ("verdict", mark("large difference?"), "text"),
    ("near_schools", mark("other schools nearby"), "count"),
    ("status", mark("status"), "text"),
)

_CSV = (
    "contribution_M",
    "contribution_D",
    "local",
    "log_ratio",
    "probability",
    "own_share",
    "near_share",
)


def say(cell: Cell, lang: Language) -> Said:
    """How far schools differ from the catchment they draw from."""
    if not cell.schools:
        return Said((lang.say("There are no figures per school."),), known=False)
    judged = [row for row in cell.schools if row["verdict"] not in (None, "unknown")]
    if not judged and cell.from_area:
        text = lang.say(
            "The pupils of each school are themselves estimated from the neighbourhood. "
            "Whether a school differs from its catchment cannot be said with these figures."
        )
        return Said((text, *_left_out(cell, lang)), known=False)
    if not judged:
        text = lang.say(
            "Whether schools differ from their catchment cannot be said: "
            "where their pupils live is not known."
        )
        return Said((text, *_left_out(cell, lang)), known=False)
    before = []
    if cell.from_area:
        before = [
            lang.say(
                "Estimated from the neighbourhood: the areas where the pupils of a school live are held "
                "beside the areas around it."
            )
        ]
    return Said((*before, *_mirrors(cell, judged, lang), *_left_out(cell, lang), *_not_drawn(cell, lang)))


def _not_drawn(cell: Cell, lang: Language) -> list[str]:
    if sum(row["difference"] is not None for row in cell.schools) <= MOST_SCHOOLS:
        return []
    text = lang.say(
        "The picture shows the {n} schools that differ most from their catchment; the table holds them all.",
        n=lang.number(MOST_SCHOOLS),
    )
    return [text]


def _mirrors(cell: Cell, judged: list[Row], lang: Language) -> list[str]:
    """How many schools are far from their catchment by convention, and how many surely differ from it."""
    different = [row for row in judged if row["verdict"] != "mirror"]
    values = {"points": lang.number(cell.mirror_points), "total": lang.number(len(judged))}
    if not different:
        said = [
            lang.plural(
                "At the one school with figures the difference is less than {points} percentage points.",
                "At none of the {count} schools is the difference {points} percentage points or more.",
                len(judged),
                points=values["points"],
            )
        ]
    else:
        said = [
            lang.plural(
                "At {count} of {total} schools the share of {focal} differs {points} percentage points "
                "or more from the catchment.",
                "At {count} of {total} schools the share of {focal} differs {points} percentage points "
                "or more from the catchment.",
                len(different),
                focal=focal(cell, lang),
                **values,
            )
        ]
    few = sum(row["verdict"] == "no_mirror_few_schools" for row in different)
    return [*said, *([_few_schools(few, lang)] if few else []), *_surely(judged, lang)]


def _surely(judged: list[Row], lang: Language) -> list[str]:
    """At how many schools the difference is more than chance, all of them looked at together."""
    tests = [row["probability"] for row in judged if row["status"] != EXPECTED]
    known = np.array([p for p in tests if p is not None])
    if not known.size:
        return []
    sure = sum(certainty_of_test(p) is Certainty.ALMOST_CERTAIN for p in measure.adjust(known, "holm"))
    if not sure:
        return [lang.say("At no school is it almost certain that the difference is more than chance.")]
    return [
        lang.plural(
            "At {count} school the difference is almost certainly more than chance.",
            "At {count} schools the difference is almost certainly more than chance.",
            sure,
        )
    ]


def _few_schools(count: int, lang: Language) -> str:
    return lang.plural(
        "At {count} of these there are few other schools nearby to choose from.",
        "At {count} of these there are few other schools nearby to choose from.",
        count,
    )


def _left_out(cell: Cell, lang: Language) -> list[str]:
    hidden = sum(row["status"] == HIDDEN for row in cell.schools)
    if not hidden:
        return []
    text = lang.plural(
        "{count} school is left out because fewer than {threshold} pupils could be recognised.",
        "{count} schools are left out because fewer than {threshold} pupils could be recognised.",
        hidden,
        threshold=lang.number(cell.threshold),
    )
    return [text]


def table(cell: Cell, lang: Language) -> Table:
    """Every school beside its catchment, by name: an order by difference would be a ranking."""
    columns = columns_of(_COLUMNS, lang)
    rows = [school_in_words(row, lang) for row in cell.schools]
    rows.sort(key=lambda row: (row["name"], row["school_id"]))
    ids = ("school_id", *(column.key for column in columns), "reference", *_CSV)
    full = tuple({name: row.get(name) for name in ids} for row in rows)
    about = About("school", tuple(row["school_id"] for row in rows))
    return Table(columns, picked(rows, columns), full, about)


def school_in_words(row: Row, lang: Language) -> Row:
    """A row of the frame `schools` with whole pupils, its catchment's share, and its verdict in words."""
    near = row.get("reference") == "near"
    reference, verdict = REFERENCES["near" if near else "own"], VERDICTS[row["verdict"] or "unknown"]
    return row | {
        "pupils": None if row["pupils"] is None else round(row["pupils"]),
        "reference_share": row.get("near_share" if near else "own_share"),
        "reference": lang.say(reference),
        "verdict": lang.say(verdict),
        "status": reason(row["status"], lang),
    }


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
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
        ("band", lang.say("within the agreed limit")),
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


KIND = Kind(
    "schools", mark("Schools and their catchment"), say, table, draw, ("mirror",), wide=True, paper=Paper.TALL
)
