# SPDX-License-Identifier: EUPL-1.2
"""How much goes together with where families live, and how much with the choice of a school."""

from __future__ import annotations

from gemengd.figures.drawing import Spec
from gemengd.figures.figure import Kind, Said, Stand
from gemengd.figures.palette import ACCENT, INK, NARROW, SECOND
from gemengd.figures.table import Table
from gemengd.figures.waterfall import waterfall
from gemengd.language.certainty import Certainty, certainty
from gemengd.language.language import Language, mark, rounded
from gemengd.monitor.figure.columns import NAMED, columns_of, named
from gemengd.monitor.figure.words import about, unknown
from gemengd.monitor.published.view import Cell, Number


def say(cell: Cell, lang: Language) -> Said:
    """How much goes together with where families live and how much with the choice of a school."""
    near, choice = cell.number("D_nearest"), cell.number("D_choice")
    if near.estimate is None:
        return unknown(near, lang)
    if choice.estimate is None:
        return unknown(choice, lang)
    said = [
        lang.say("If every pupil went to the nearest school, it would be {n}.", n=about(near.estimate, lang))
    ]
    said += _other_pupils(cell, lang)
    caveat = lang.say(
        "This compares two spreads and shows no cause: the nearest school is in a straight line "
        "and may be full."
    )
    share = housing_share(near.estimate, choice.estimate)
    if share is None:
        caption = lang.say("compared with everybody at the nearest school")
        return Said((*said, *_choice_mixes(choice, lang), caveat), _balance(choice, lang), caption)
    percent, rest = lang.percent(share), lang.percent(1 - float(rounded(share, 2)))
    said.append(
        lang.say(
            "About {percent} of the segregation goes together with where families live and "
            "{rest} with school choice.",
            percent=percent,
            rest=rest,
        )
    )
    said += _choice_doubt(choice, lang)
    headline = lang.say("{percent} housing", percent=percent)
    caption = lang.say("and {rest} school choice", rest=rest)
    return Said((*said, caveat), headline, caption)


def _other_pupils(cell: Cell, lang: Language) -> list[str]:
    """That the comparison leaves out the pupils whose home is not known, when that shows in the number."""
    level_of_all, near, choice = (cell.number(name).estimate for name in ("D", "D_nearest", "D_choice"))
    if level_of_all is None or near is None or choice is None:
        return []
    if rounded(level_of_all * 100) == rounded(near * 100) + rounded(choice * 100):
        return []
    return [
        lang.say(
            "This counts only the pupils whose home is known, so the total differs a little "
            "from the first figure."
        )
    ]


def housing_share(near: float, choice: float) -> float | None:
    """The part of dissimilarity that stays when everybody goes to the nearest school.

    Returns:
        A share between 0 and 1, None when choice makes schools more mixed or there is no segregation at all.
    """
    total = near + choice
    return near / total if choice >= 0 and total > 0 else None


def _balance(choice: Number, lang: Language) -> str:
    assert choice.estimate is not None
    if rounded(choice.estimate * 100) == 0:
        return lang.say("Just as mixed")
    return lang.say("{n} points more mixed", n=lang.number(abs(choice.estimate) * 100))


def _choice_mixes(choice: Number, lang: Language) -> list[str]:
    assert choice.estimate is not None
    if rounded(choice.estimate * 100) == 0:
        return [lang.say("School choice makes no visible difference to that.")]
    text = lang.say(
        "With the schools that families choose now, pupils are more mixed: {n} points less segregation.",
        n=lang.number(abs(choice.estimate) * 100),
    )
    return [text, *_choice_doubt(choice, lang)]


def _choice_doubt(choice: Number, lang: Language) -> list[str]:
    if choice.se is None or certainty(choice.estimate, choice.se) is not Certainty.UNKNOWN:
        return []
    return [lang.say("Whether choice makes any difference cannot be said with these figures.")]


def table(cell: Cell, lang: Language) -> Table:
    """The nearest-school comparison."""
    columns = columns_of(NAMED, lang)
    return Table(columns, named(cell, ("D_nearest", "D_choice", "D_residence"), lang, columns))


def draw(cell: Cell, lang: Language, width: float = NARROW) -> Spec | None:
    """From the nearest school to the school that was chosen, in pupils of every hundred."""
    near, choice = cell.number("D_nearest").estimate, cell.number("D_choice").estimate
    if near is None or choice is None:
        return None
    total = near + choice
    # What is read adds up: the total in words is the sum of the parts in words.
    added = int(rounded(near * 100) + rounded(choice * 100))
    steps = [
        (lang.say("Everybody to the nearest school"), 0.0, near, ACCENT, lang.number(near * 100)),
        (lang.say("School choice"), near, total, SECOND, lang.points(choice)),
        (lang.say("As it is now"), 0.0, total, INK, lang.number(added)),
    ]
    return waterfall(steps, width)


KIND = Kind(
    "causes", mark("Housing or choice?"), say, table, draw, ("D_nearest", "D_choice"), stand=Stand.FIRST
)
