# SPDX-License-Identifier: EUPL-1.2
"""The schools near a school, in the order of their distance."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said
from gemengd.figures.palette import NARROW
from gemengd.figures.rows import Rows, nice_marks
from gemengd.figures.table import About, Table
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import columns_of, picked
from gemengd.monitor.figure.schools import (
    dumbbell,
    reference_share,
    school_in_words,
    school_key,
)
from gemengd.monitor.published.school import FURTHEST_KM, School

_COLUMNS = (
    ("name", mark("school"), "text"),
    ("km", mark("km"), "km"),
    ("pupils", mark("pupils"), "count"),
    ("focal_share", mark("share at the school"), "share"),
    ("reference_share", mark("share in the catchment"), "share"),
    ("difference", mark("difference (percentage points)"), "points"),
    ("verdict", mark("large difference?"), "text"),
    ("status", mark("status"), "text"),
)


def say(school: School, lang: Language) -> Said:
    """Which schools are near, in the order of their distance."""
    if school.row["x"] is None:
        return Said((lang.say("The place of this school is not known."),), known=False)
    if not school.nearby:
        text = lang.say("Within {km} km there is no other school of this kind.", km=lang.number(FURTHEST_KM))
        return Said((text,), known=False)
    nearest = school.nearby[0]
    said = [
        lang.plural(
            "{count} other school is shown, in the order of its distance.",
            "{count} other schools are shown, in the order of their distance.",
            len(school.nearby),
        ),
        lang.say(
            "The nearest is {name}, at {km} km in a straight line.",
            name=nearest.row["name"],
            km=lang.number(nearest.km, 1),
        ),
        lang.say(
            "The order says nothing about quality, and a school is not better or worse by who attends it."
        ),
    ]
    if any(each.row["located"] == "area" for each in school.nearby) or school.row["located"] == "area":
        said.append(lang.say("Of some schools only the area is known; then the distance is a rough one."))
    return Said(tuple(said))


def table(school: School, lang: Language) -> Table:
    """The schools nearby, by distance."""
    columns = columns_of(_COLUMNS, lang)
    rows = [school_in_words(each.row, lang) | {"km": each.km} for each in school.nearby]
    full = ("school_id", *(column.key for column in columns))
    shown = tuple({name: row.get(name) for name in full} for row in rows)
    about = About("school", tuple(row["school_id"] for row in rows))
    return Table(columns, picked(rows, columns), shown, about)


def draw(school: School, lang: Language, width: float = NARROW) -> Spec | None:
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


KIND = Kind("nearby", mark("Schools nearby"), say, table, draw, ("mirror",), wide=True)
