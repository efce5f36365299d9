# SPDX-License-Identifier: EUPL-1.2
"""The school beside its catchment, over the years."""

from __future__ import annotations

import math

from gemengd.figures.drawing import Drawing, Spec, unbroken
from gemengd.figures.figure import Kind, Said
from gemengd.figures.palette import FAINT, GREY, NARROW, QUIET
from gemengd.figures.rows import Rows, nice_marks
from gemengd.figures.table import Row, Table
from gemengd.language.certainty import Certainty, certainty, certainty_of_test
from gemengd.language.language import Language, mark, rounded
from gemengd.monitor.figure.columns import columns_of, picked
from gemengd.monitor.figure.school.plot import (
    Plot,
    draw_catchment,
    draw_key,
    draw_numbers,
    draw_school,
    year_of,
)
from gemengd.monitor.figure.school.spans import by_chance, comparable, interval
from gemengd.monitor.figure.schools import (
    dumbbell,
    reference_share,
    school_in_words,
    school_key,
)
from gemengd.monitor.figure.words import about, focal, per_hundred, unknown
from gemengd.monitor.labels import EXPECTED, HIDDEN
from gemengd.monitor.published.map_classes import margin
from gemengd.monitor.published.school import School
from gemengd.monitor.published.view import Number

_COLUMNS = (
    ("year", mark("school year"), "year"),
    ("pupils", mark("pupils"), "count"),
    ("focal_share", mark("share at the school"), "share"),
    ("low", mark("lowest (95%)"), "share"),
    ("high", mark("highest (95%)"), "share"),
    ("reference_share", mark("share in the catchment"), "share"),
    ("chance_low", mark("lowest by chance"), "share"),
    ("chance_high", mark("highest by chance"), "share"),
    ("difference", mark("difference (percentage points)"), "points"),
    ("verdict", mark("large difference?"), "text"),
    ("reference", mark("catchment"), "text"),
    ("status", mark("status"), "text"),
)


def say(school: School, lang: Language) -> Said:
    """The composition of the school beside its catchment, and how both changed."""
    row = school.row
    if row["focal_share"] is None:
        return _unknown(school, lang)
    said = [_share(school, lang), *_beside(school, lang), *_chance(row, lang), *_change(school, lang)]
    said.append(lang.say("The figures do not show why.") if row["status"] != EXPECTED else _only_homes(lang))
    headline = lang.say("{n} of every 100 pupils", n=per_hundred(row["focal_share"], lang))
    if row["status"] == EXPECTED:
        headline = lang.say("About {n} of every 100 pupils", n=per_hundred(row["focal_share"], lang))
    return Said(tuple(said), headline, _caption(school, lang))


def _unknown(school: School, lang: Language) -> Said:
    status = school.row["status"]
    said = unknown(Number("D", school.cell.year, status=status), lang)
    if status != HIDDEN:
        return said
    text = lang.say(
        "Figures are left out where fewer than {threshold} pupils could be recognised, "
        "or where such a number could be worked out.",
        threshold=lang.number(school.cell.threshold),
    )
    return Said((*said.sentences, text), said.headline, known=False)


def _caption(school: School, lang: Language) -> str:
    """What the headline counts, what its catchment has, and that it is estimated where it is."""
    home, values = reference_share(school.row), {"focal": focal(school.cell, lang)}
    if home is None:
        text = lang.say("are in the group ‘{focal}’", **values)
    elif school.row["reference"] == "near":
        text = lang.say(
            "are in the group ‘{focal}’; among all pupils nearby: {n} of every 100",
            n=per_hundred(home, lang),
            **values,
        )
    else:
        text = lang.say(
            "are in the group ‘{focal}’; where its pupils live: {n} of every 100",
            n=per_hundred(home, lang),
            **values,
        )
    if school.row["status"] != EXPECTED:
        return text
    return lang.say("{caption} (estimated from the neighbourhood)", caption=text)


def _only_homes(lang: Language) -> str:
    return lang.say("This says where its pupils live, and not which families of an area choose this school.")


def _share(school: School, lang: Language) -> str:
    row = school.row
    values = {"name": school.name, "focal": focal(school.cell, lang), "n": about(row["focal_share"], lang)}
    if row["status"] == EXPECTED:
        return lang.say(
            "Estimated from the neighbourhood: if pupils are like the residents of their area, {n} of every "
            "100 at {name} are {focal}.",
            **values,
        )
    return lang.say("At {name}, {n} of every 100 are {focal}.", **values)


def _beside(school: School, lang: Language) -> list[str]:
    home, row = reference_share(school.row), school.row
    if home is None:
        return [lang.say("The share in its catchment is not known or not published.")]
    n = about(home, lang)
    said = (
        lang.say("Among all pupils who live nearby it is {n}.", n=n)
        if row["reference"] == "near"
        else lang.say("In the areas where its pupils live it is {n}.", n=n)
    )
    return [said, *_mirror(school, lang)]


def _mirror(school: School, lang: Language) -> list[str]:
    """How far the school is from its catchment: in points, in times, and by the convention."""
    row, home = school.row, reference_share(school.row)
    if row["difference"] is None or home is None or row["verdict"] in (None, "unknown"):
        return []
    few = row["verdict"] == "no_mirror_few_schools"
    return [
        *_apart(row["difference"], row["focal_share"], home, lang),
        _agreed(school, lang),
        *([lang.say("There are few other schools nearby to choose from.")] if few else []),
    ]


def _apart(difference: float, here: float, home: float, lang: Language) -> list[str]:
    points = int(rounded(abs(difference) * 100))
    if points == 0:
        return [lang.say("That is hardly any difference.")]
    if difference > 0:
        said = lang.plural(
            "The school has {count} percentage point more.",
            "The school has {count} percentage points more.",
            points,
        )
    else:
        said = lang.plural(
            "The school has {count} percentage point less.",
            "The school has {count} percentage points less.",
            points,
        )
    if not here or not home:
        return [said]
    times = lang.number(max(here, home) / min(here, home), 1)
    if difference > 0:
        return [said, lang.say("The group is {times} times as large at the school as there.", times=times)]
    return [said, lang.say("The group is {times} times as large there as at the school.", times=times)]


def _agreed(school: School, lang: Language) -> str:
    points = lang.number(school.cell.mirror_points)
    if school.row["verdict"] == "mirror":
        return lang.say(
            "By agreement a difference counts as large from {points} percentage points on; "
            "this one is smaller.",
            points=points,
        )
    return lang.say(
        "By agreement a difference counts as large from {points} percentage points on; this one does.",
        points=points,
    )


def _chance(row: Row, lang: Language) -> list[str]:
    if row["probability"] is None or row["status"] == EXPECTED:
        return []
    words = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that this difference is more than chance."),
        Certainty.PROBABLE: lang.say("This difference is probably more than chance."),
        Certainty.UNKNOWN: lang.say(
            "Whether this difference is more than chance cannot be said with these figures."
        ),
    }
    return [words[certainty_of_test(row["probability"])]]


def _change(school: School, lang: Language) -> list[str]:
    rows = comparable(school)
    if len(rows) < 2:
        return []
    first, last = rows[0], rows[-1]
    said = [
        lang.say(
            "From {first} to {last} the share at the school went from {start} to {end} of every 100.",
            first=lang.school_year(first["year"]),
            last=lang.school_year(last["year"]),
            start=per_hundred(first["focal_share"], lang),
            end=per_hundred(last["focal_share"], lang),
        )
    ]
    return [*said, _direction(first, last, lang)]


def _direction(first: Row, last: Row, lang: Language) -> str:
    change = last["focal_share"] - first["focal_share"]
    sure = Certainty.UNKNOWN
    if last["status"] != EXPECTED and rounded(change * 100) != 0:
        sure = certainty(change, math.hypot(margin(first), margin(last)) / 1.96)
    if sure is Certainty.UNKNOWN:
        return lang.say("Whether that is a real change cannot be said with these figures.")
    rising = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that the share at the school has risen."),
        Certainty.PROBABLE: lang.say("The share at the school has probably risen."),
    }
    falling = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that the share at the school has fallen."),
        Certainty.PROBABLE: lang.say("The share at the school has probably fallen."),
    }
    return (rising if change > 0 else falling)[sure]


def table(school: School, lang: Language) -> Table:
    """A row per school year."""
    columns = columns_of(_COLUMNS, lang)
    rows = [school_in_words(row, lang) | _spans(row) for row in school.rows]
    full = ("year", *(column.key for column in columns[1:]), "probability")
    return Table(
        columns, picked(rows, columns), tuple({name: row.get(name) for name in full} for row in rows)
    )


def _spans(row: Row) -> Row:
    own, chance = interval(row), by_chance(row)
    spans = {"low": own and own[0], "high": own and own[1]}
    return spans | {"chance_low": chance and chance[0], "chance_high": chance and chance[1]}


def draw(school: School, lang: Language, width: float = NARROW) -> Spec | None:
    """The share at the school and in its catchment over the years; of one year, a row."""
    rows = comparable(school)
    if not rows:
        return None
    if len(rows) < 2:
        return _one_year(rows[0], school, lang, width)
    plot = Plot(rows, school.cell.mirror_points / 100, width)
    drawing = Drawing(width, plot.base + 24)
    for part in unbroken((row for row in rows if reference_share(row) is not None), year_of):
        draw_catchment(drawing, plot, part)
    drawing.rule(0, plot.base, width, plot.base, color=GREY)
    for share in nice_marks(plot.high, most=3)[1:]:
        drawing.rule(0, plot.y(share), 30, plot.y(share), color=FAINT)
        drawing.text(0, plot.y(share) - 8, lang.percent(share), color=QUIET)
    for part in unbroken(rows, year_of):
        draw_school(drawing, plot, part)
    draw_numbers(drawing, plot, rows, lang)
    draw_key(drawing, plot, rows, _home_words(rows[-1], lang), lang)
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


KIND = Kind("beside", mark("The school and its catchment"), say, table, draw, ("mirror",), wide=True)
