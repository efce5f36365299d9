# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the first three blocks: how mixed, where from, getting better.

Each function gives a `Said`: sentences made from the numbers alone. No cause is named that the method does
not show, and a number that is missing is missed with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from gemengd.language.certainty import Certainty, certainty
from gemengd.language.language import Language, rounded
from gemengd.monitor.labels import reason
from gemengd.monitor.published.view import Cell, Number


@dataclass(frozen=True)
class Said:
    """What a figure says.

    Attributes:
        sentences: the conclusions, most important first.
        headline: the conclusion in a few words, empty when there is none.
        caption: what the headline counts.
        known: False when the sentences only say why nothing can be said.
    """

    sentences: tuple[str, ...]
    headline: str = ""
    caption: str = ""
    known: bool = True


def unknown(number: Number, lang: Language) -> Said:
    """That a number cannot be given, and why."""
    why = reason(number.status, lang)
    text = lang.say("This cannot be said with these figures: {why}.", why=why)
    return Said((text,), headline=lang.say("Not known"), known=False)


def focal(cell: Cell, lang: Language) -> str:
    """The pupils whose separation is measured, in words."""
    return lang.pick(cell.characteristic.focal_label, cell.characteristic.name)


def estimated(number: Number, lang: Language, caption: str) -> str:
    """The caption of a headline, which says so when the number is estimated from the neighbourhood."""
    if not number.from_area:
        return caption
    return lang.say("{caption} (estimated from the neighbourhood)", caption=caption)


def per_hundred(value: float, lang: Language) -> str:
    """A share as a number out of a hundred; a little is never 0, and not quite all is never 100."""
    if 0 < value < 0.005:
        return lang.say("less than 1")
    if 0.995 <= value < 1:
        return lang.say("more than 99")
    return lang.number(value * 100)


def about(value: float, lang: Language) -> str:
    """A share as a number out of a hundred in a sentence: `about 31`, but `less than 1`."""
    exact = value in (0, 1) or 0 < value < 0.005 or 0.995 <= value < 1
    number = per_hundred(value, lang)
    return number if exact else lang.say("about {n}", n=number)


def level(cell: Cell, lang: Language) -> Said:
    """How mixed the schools are: dissimilarity in people, its interval and its chance level."""
    number = cell.number("D")
    if number.estimate is None:
        return _bounds(number, lang)
    sentences = [_moving(cell, number, lang), *margin(number, lang), *by_chance(number, lang)]
    headline = lang.say("{n} of every 100", n=per_hundred(number.estimate, lang))
    caption = estimated(number, lang, lang.say("would have to move to another school for an even spread"))
    return Said(tuple(sentences), headline, caption)


def _bounds(number: Number, lang: Language) -> Said:
    if number.bound_low is None or number.bound_high is None:
        return unknown(number, lang)
    low, high = (per_hundred(bound, lang) for bound in (number.bound_low, number.bound_high))
    text = lang.say(
        "Some counts were not published exactly. The figure lies between {low} and {high} of every 100.",
        low=low,
        high=high,
    )
    return Said((text,), headline=lang.say("{low} to {high} of every 100", low=low, high=high))


def _moving(cell: Cell, number: Number, lang: Language) -> str:
    assert number.estimate is not None
    values = {"place": cell.name, "focal": focal(cell, lang), "n": about(number.estimate, lang)}
    if number.from_area:
        text = lang.say(
            "Estimated from the neighbourhood: if pupils are like the residents of their area, {n} of "
            "every 100 would have to move to another school in {place} for an even spread of ‘{focal}’.",
            **values,
        )
        hidden = lang.say("Differences between families in one area cannot be seen in this estimate.")
        return f"{text} {hidden}"
    if number.estimate == 0:
        return lang.say("In {place}, {focal} are spread evenly over the schools.", **values)
    if number.estimate == 1:
        return lang.say("In {place}, {focal} and other pupils meet at no school.", **values)
    return lang.say(
        "Of every 100 {focal} in {place}, {n} would have to move to another school for an even spread.",
        **values,
    )


def margin(number: Number, lang: Language) -> list[str]:
    """How uncertain a level is; nothing where there is no uncertainty to tell."""
    if number.from_area:
        return [lang.say("How uncertain this estimate is cannot be said with these figures.")]
    if number.low is None or number.high is None or number.estimate in (0, 1):
        return []
    low, high = (lang.number(bound * 100) for bound in (number.low, number.high))
    if low == high:
        return []
    return [lang.say("The margin of uncertainty runs from {low} to {high}.", low=low, high=high)]


def by_chance(number: Number, lang: Language) -> list[str]:
    """What chance alone would make of a level, and whether it is more than that."""
    if number.expected is None or number.estimate is None:
        return []
    said = [lang.say("Chance alone would already make it {n}.", n=per_hundred(number.expected, lang))]
    if number.se is None:
        return said
    above = number.estimate - number.expected
    if above <= 0 or certainty(above, number.se) is Certainty.UNKNOWN:
        said.append(
            lang.say("Whether the schools differ more than by chance cannot be said with these figures.")
        )
        return said
    words = {
        Certainty.ALMOST_CERTAIN: lang.say(
            "It is almost certain that the schools differ more than by chance."
        ),
        Certainty.PROBABLE: lang.say("The schools probably differ more than by chance."),
        Certainty.MAYBE: lang.say("The schools may differ more than by chance."),
    }
    return [*said, words[certainty(above, number.se)]]


def causes(cell: Cell, lang: Language) -> Said:
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


def trend(cell: Cell, lang: Language) -> Said:
    """Whether dissimilarity changed since the first school year, and how sure that is."""
    change, series = cell.number("D_change"), cell.series("D")
    if change.status == "break_in_series":
        return Said(
            (
                lang.say(
                    "The groups were counted in another way before. Years with different counts "
                    "are not compared."
                ),
            ),
            known=len(series) > 1,
        )
    if len(series) < 2 or change.estimate is None:
        year = lang.school_year(cell.year)
        text = lang.say(
            "There are figures of one school year, {year}. A change cannot be shown yet.", year=year
        )
        return Said((text,), headline=lang.say("Not yet known"), known=False)
    first, last = _ends(change, series)
    said = [_from_to(first, last, lang), _direction(change, lang), *_chance_changed(change, lang)]
    # What is read adds up: the difference of the two numbers in words.
    points = float(rounded((last.estimate or 0) * 100) - rounded((first.estimate or 0) * 100)) / 100
    headline = lang.say("{points} points", points=lang.points(points))
    caption = estimated(change, lang, lang.say("since {year}", year=lang.school_year(first.year)))
    return Said(tuple(said), headline, caption)


def _ends(change: Number, series: list[Number]) -> tuple[Number, Number]:
    start = change.year - (change.units or 0)
    first = next((number for number in series if number.year == start), series[0])
    return first, series[-1]


def _from_to(first: Number, last: Number, lang: Language) -> str:
    assert first.estimate is not None
    assert last.estimate is not None
    return lang.say(
        "From {first} to {last} it went from {start} to {end} of every 100.",
        first=lang.school_year(first.year),
        last=lang.school_year(last.year),
        start=per_hundred(first.estimate, lang),
        end=per_hundred(last.estimate, lang),
    )


def _direction(change: Number, lang: Language) -> str:
    assert change.estimate is not None
    sure = certainty(change.estimate, change.se)
    if sure is Certainty.UNKNOWN:
        return lang.say("Whether that is a real change cannot be said with these figures.")
    falling = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that segregation has fallen."),
        Certainty.PROBABLE: lang.say("Segregation has probably fallen."),
        Certainty.MAYBE: lang.say("Segregation may have fallen."),
    }
    rising = {
        Certainty.ALMOST_CERTAIN: lang.say("It is almost certain that segregation has risen."),
        Certainty.PROBABLE: lang.say("Segregation has probably risen."),
        Certainty.MAYBE: lang.say("Segregation may have risen."),
    }
    return (falling if change.estimate < 0 else rising)[sure]


def _chance_changed(change: Number, lang: Language) -> list[str]:
    if change.expected is None or rounded(change.expected * 100) == 0:
        return []
    points = lang.points(change.expected)
    return [lang.say("The chance level changed by {points} points in the same time.", points=points)]
