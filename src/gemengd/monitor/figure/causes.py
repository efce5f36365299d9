# SPDX-License-Identifier: EUPL-1.2
"""How much goes together with where families live, and how much with the choice of a school."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.palette import ACCENT, INK, NARROW, SECOND
from gemengd.figures.table import Table
from gemengd.figures.waterfall import waterfall
from gemengd.language.certainty import Certainty, certainty
from gemengd.language.language import Language, mark
from gemengd.monitor.figure.columns import NAMED, columns_of, named
from gemengd.monitor.figure.words import per_hundred, unknown
from gemengd.monitor.published.view import Cell, Number


def say(cell: Cell, lang: Language) -> Said:
    """How much of the segregation is there too when every pupil goes to the nearest school."""
    number, near, rest = cell.number("D"), cell.number("D_nearest"), cell.number("D_choice")
    for each in (near, rest):
        if each.estimate is None:
            return unknown(each, lang)
    if number.above_chance is not Certainty.ALMOST_CERTAIN:
        text = lang.say(
            "Whether the differences between schools are larger than by chance cannot be said. "
            "So it cannot be said either what they go together with."
        )
        return Said((text,), headline=lang.say("Cannot be said"), known=False)
    said = [_nearest(near, lang), *_rest(cell, near, rest, lang), _only_known(lang), _crow_flies(lang)]
    return Said(tuple(said), *_heading(near, rest, lang))


def _heading(near: Number, rest: Number, lang: Language) -> tuple[str, str]:
    assert near.estimate is not None
    assert rest.estimate is not None
    headline = lang.say(
        "{n} of the {total}",
        n=per_hundred(near.estimate, lang),
        total=per_hundred(near.estimate + rest.estimate, lang),
    )
    if rest.estimate < 0:
        headline = lang.say("{n} of every 100", n=per_hundred(near.estimate, lang))
    return headline, lang.say("if every pupil went to the nearest school")


def _nearest(near: Number, lang: Language) -> str:
    assert near.estimate is not None
    n = per_hundred(near.estimate, lang)
    if near.low is None or near.high is None:
        return lang.say("If every pupil went to the nearest school, it would be about {n}.", n=n)
    return lang.say(
        "If every pupil went to the nearest school, it would be about {n} (margin {low} to {high}).",
        n=n,
        low=lang.number(near.low * 100),
        high=lang.number(near.high * 100),
    )


def _rest(cell: Cell, near: Number, rest: Number, lang: Language) -> list[str]:
    """What remains, or that schools are more mixed than that; never with a culprit."""
    assert near.estimate is not None
    assert rest.estimate is not None
    if certainty(rest.estimate, rest.se) is Certainty.UNKNOWN:
        return [lang.say("Whether that differs from how it is now cannot be said with these figures.")]
    if rest.estimate < 0:
        return [
            lang.say(
                "As pupils go to school now, schools are more mixed: {n} of every 100 fewer.",
                n=per_hundred(-rest.estimate, lang),
            )
        ]
    said = []
    share = housing_share(near, rest, cell.number("D"))
    if share is not None:
        said.append(lang.say("That is {percent} of what we see now.", percent=lang.percent(share)))
    said.append(
        lang.say(
            "The rest has other causes, such as school choice, full schools or admission rules. "
            "The figures do not show which."
        )
    )
    return said


def _only_known(lang: Language) -> str:
    return lang.say("This counts only the pupils whose home is known.")


def _crow_flies(lang: Language) -> str:
    return lang.say("We measure in a straight line from the middle of the area where a pupil lives.")


def housing_share(near: Number, rest: Number, number: Number) -> float | None:
    """The part of dissimilarity that stays when everybody goes to the nearest school.

    Returns:
        A share between 0 and 1; None where schools are more mixed than that, or where the part itself is not
        clearly above what a lottery would give.
    """
    if near.estimate is None or rest.estimate is None or rest.estimate < 0 or near.low is None:
        return None
    if near.low <= (number.expected or 0.0):
        return None
    return near.estimate / (near.estimate + rest.estimate)


def table(cell: Cell, lang: Language) -> Table:
    """The nearest-school comparison."""
    columns = columns_of(NAMED, lang)
    return Table(columns, named(cell, ("D_nearest", "D_choice", "D_residence"), lang, columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """From the nearest school to the school that was chosen, in pupils of every hundred."""
    near, rest = cell.number("D_nearest").estimate, cell.number("D_choice").estimate
    if near is None or rest is None or cell.number("D").above_chance is not Certainty.ALMOST_CERTAIN:
        return None
    total = near + rest
    steps = [
        (lang.say("Everybody to the nearest school"), 0.0, near, ACCENT, lang.number(near * 100)),
        (lang.say("The rest"), near, total, SECOND, lang.points(rest)),
        (lang.say("As it is now"), 0.0, total, INK, lang.number(total * 100)),
    ]
    return waterfall(steps, width)


KIND = Kind(
    "causes",
    mark("What goes together with housing?"),
    say,
    table,
    draw,
    ("D_nearest", "D_choice"),
    stand=Stand.FIRST,
)
