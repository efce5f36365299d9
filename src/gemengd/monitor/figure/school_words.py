# SPDX-License-Identifier: EUPL-1.2
"""The sentences about one school. They describe what is seen and blame nobody."""

from __future__ import annotations

import math

from gemengd.figures.table import Row
from gemengd.language.certainty import Certainty, certainty, certainty_of_test
from gemengd.language.language import Language, rounded
from gemengd.monitor.figure.charts_rows import reference_share
from gemengd.monitor.figure.story import Said, about, focal, per_hundred, unknown
from gemengd.monitor.labels import EXPECTED, HIDDEN
from gemengd.monitor.published.map_classes import margin
from gemengd.monitor.published.school import FURTHEST_KM, School
from gemengd.monitor.published.view import Number


def beside(school: School, lang: Language) -> Said:
    """The composition of the school beside its catchment, and how both changed."""
    row = school.row
    if row["focal_share"] is None:
        return _unknown(school, lang)
    said = [_share(school, lang), *_beside(school, lang), *_chance(row, lang), *_change(school, lang)]
    said.append(lang.say("The figures do not show why.") if row["status"] != EXPECTED else _only_homes(lang))
    headline = lang.say("{n} of every 100", n=per_hundred(row["focal_share"], lang))
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
    here, home = focal(school.cell, lang), reference_share(school.row)
    if home is None:
        return here
    n = per_hundred(home, lang)
    if school.row["reference"] == "near":
        return lang.say("{focal}; {n} among all pupils nearby", focal=here, n=n)
    return lang.say("{focal}; {n} where its pupils live", focal=here, n=n)


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
    row, points = school.row, school.cell.mirror_points
    if row["difference"] is None or row["verdict"] in (None, "unknown"):
        return []
    amount = lang.number(abs(row["difference"]) * 100)
    if row["verdict"] == "mirror":
        text = lang.say(
            "The school mirrors its catchment: the difference is less than {points} points.",
            points=lang.number(points),
        )
        return [text]
    if row["difference"] > 0:
        text = lang.say("The share at the school is {n} points higher than in its catchment.", n=amount)
    else:
        text = lang.say("The share at the school is {n} points lower than in its catchment.", n=amount)
    few = row["verdict"] == "no_mirror_few_schools"
    return [text, *([lang.say("There are few other schools nearby to choose from.")] if few else [])]


def _chance(row: Row, lang: Language) -> list[str]:
    if row["probability"] is None or row["status"] == EXPECTED:
        return []
    words = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that this difference is more than chance."),
        Certainty.PROBABLE: lang.say("This difference is probably more than chance."),
        Certainty.MAYBE: lang.say("This difference may be more than chance."),
        Certainty.UNKNOWN: lang.say(
            "Whether this difference is more than chance cannot be said with these figures."
        ),
    }
    return [words[certainty_of_test(row["probability"])]]


def comparable(school: School) -> list[Row]:
    """The years in which the share is known in the same way as in the year shown."""
    expected = school.row["status"] == EXPECTED
    known = (row for row in school.rows if row["focal_share"] is not None)
    return [row for row in known if (row["status"] == EXPECTED) == expected]


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
        Certainty.MAYBE: lang.say("The share at the school may have risen."),
    }
    falling = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that the share at the school has fallen."),
        Certainty.PROBABLE: lang.say("The share at the school has probably fallen."),
        Certainty.MAYBE: lang.say("The share at the school may have fallen."),
    }
    return (rising if change > 0 else falling)[sure]


def homes(school: School, lang: Language) -> Said:
    """What may be shown of where the pupils live, and why it is no more than that."""
    row, who = school.row, focal(school.cell, lang)
    shares = (
        (
            row["own_share"],
            lang.say("In the areas where its pupils live, {n} of every 100 are {focal}."),
        ),
        (
            row["near_share"],
            lang.say("Of all pupils who live near the school, {n} of every 100 are {focal}."),
        ),
        (school.whole, lang.say("Of all pupils at the schools of {place}, {n} of every 100 are {focal}.")),
    )
    said = [
        message.format(n=about(share, lang), focal=who, place=school.municipality)
        for share, message in shares
        if share is not None
    ]
    reason = lang.say(
        "How many pupils come from which area is not shown: these numbers are small, "
        "and numbers that are hidden could be worked out from them."
    )
    if row["own_share"] is None and row["status"] == EXPECTED:
        said.append(
            lang.say("The share where its pupils live is left out: it is what the school was estimated from.")
        )
    return Said((*said, reason), known=bool(said))


def nearby(school: School, lang: Language) -> Said:
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
