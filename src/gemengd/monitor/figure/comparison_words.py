# SPDX-License-Identifier: EUPL-1.2
"""The sentences about municipalities beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.language.certainty import Certainty
from gemengd.language.language import Language, rounded
from gemengd.measure.certainty.compare import NOT_GIVEN
from gemengd.monitor.figure.story import Said, focal, per_hundred
from gemengd.monitor.labels import indicator_of, reason
from gemengd.monitor.published.comparison import Comparison, Difference

MOST_SENTENCES = 7
"""More differences than this are not all said; the table says every one of them."""


def amount(comparison: Comparison, value: float, lang: Language) -> str:
    """The index in words: D out of a hundred, the others with three decimals."""
    return per_hundred(value, lang) if comparison.indicator == "D" else lang.number(value, 3)


def size(comparison: Comparison, value: float, lang: Language) -> str:
    """A difference without its direction: points for D, otherwise three decimals."""
    if comparison.indicator != "D":
        return lang.number(value, 3)
    return lang.plural("{count} point", "{count} points", int(rounded(value * 100)))


def plain(comparison: Comparison, value: float, lang: Language) -> str:
    """The index or a difference as a number for a picture: out of a hundred for D."""
    return lang.number(value * 100) if comparison.indicator == "D" else lang.number(value, 3)


def shown_difference(comparison: Comparison, each: Difference) -> float:
    """The difference of the two numbers as they are read, so that what is read adds up."""
    if comparison.indicator != "D" or each.first_value is None or each.second_value is None:
        return each.difference or 0.0
    return float(rounded(each.second_value * 100) - rounded(each.first_value * 100)) / 100


def index_name(comparison: Comparison, lang: Language) -> str:
    """The name of the index."""
    return lang.say(indicator_of(comparison.indicator).name)


def _inside(comparison: Comparison, lang: Language) -> str:
    """The name of the index inside a sentence; names of persons keep their capital."""
    name = index_name(comparison, lang)
    return name if comparison.indicator in ("H", "gini", "hutchens") else name[:1].lower() + name[1:]


def levels(comparison: Comparison, lang: Language) -> Said:
    """The index of every place in the last year, and what chance alone would make it."""
    numbers = [(cell.name, comparison.number(cell)) for cell in comparison.cells]
    known = [(name, number.estimate) for name, number in numbers if number.estimate is not None]
    missing = [
        lang.say("{place}: {why}.", place=name, why=reason(number.status, lang))
        for name, number in numbers
        if number.estimate is None
    ]
    if not known:
        return Said(tuple(missing), known=False)
    values = {
        "year": lang.school_year(comparison.years[1]),
        "places": lang.listed([f"{name} {amount(comparison, value, lang)}" for name, value in known]),
    }
    if comparison.indicator == "D":
        text = lang.say(
            "In {year}, so many of every 100 {focal} would have to move to another school: {places}.",
            focal=focal(comparison.cell, lang),
            **values,
        )
    else:
        text = lang.say("{index} in {year}: {places}.", index=index_name(comparison, lang), **values)
    before = [lang.say("Estimated from the neighbourhood.")] if comparison.estimated else []
    return Said((*before, text, *_by_chance(comparison, lang), *missing))


def _by_chance(comparison: Comparison, lang: Language) -> list[str]:
    pairs = [(cell.name, comparison.number(cell).expected) for cell in comparison.cells]
    words = [f"{name} {amount(comparison, value, lang)}" for name, value in pairs if value is not None]
    return (
        [lang.say("Chance alone would already make it: {places}.", places=lang.listed(words))]
        if words
        else []
    )


def differences(comparison: Comparison, lang: Language) -> Said:
    """The differences between the places, each with how sure it is."""
    every = comparison.between_places
    if not every:
        return Said((lang.say("Choose another municipality to see a difference."),), known=False)
    first = comparison.cells[0]
    shown = every if len(every) <= MOST_SENTENCES else [d for d in every if d.first == first.municipality_id]
    said = [difference_in_words(comparison, each, lang) for each in shown]
    if len(shown) < len(every):
        said.append(
            lang.say(
                "These are the differences with {place}; the table holds those between all places.",
                place=first.name,
            )
        )
    return Said((*said, *_many(every, lang)), known=any(d.difference is not None for d in every))


def _many(every: Sequence[Difference], lang: Language) -> list[str]:
    count = sum(each.p_adjusted is not None for each in every)
    if count < 2:
        return []
    text = lang.plural(
        "Words of certainty take into account that {count} difference is looked at.",
        "Words of certainty take into account that {count} differences are looked at together.",
        count,
    )
    return [text]


def difference_in_words(comparison: Comparison, each: Difference, lang: Language) -> str:
    """One difference between places in a sentence."""
    names = comparison.names
    first, second = names[each.first], names[each.second]
    if each.difference is None:
        return _nothing(f"{first} – {second}", each, lang)
    more, less = (second, first) if each.difference >= 0 else (first, second)
    doubt = each.sure is Certainty.UNKNOWN
    values = {
        "index": _inside(comparison, lang) if doubt else index_name(comparison, lang),
        "more": more,
        "less": less,
        "n": _size_and_margin(comparison, each, lang),
    }
    words = {
        Certainty.ALMOST_CERTAIN: lang.say(
            "{index} is almost certainly higher in {more} than in {less}: {n}."
        ),
        Certainty.PROBABLE: lang.say("{index} is probably higher in {more} than in {less}: {n}."),
        Certainty.MAYBE: lang.say("{index} may be higher in {more} than in {less}: {n}."),
        Certainty.UNKNOWN: lang.say(
            "Whether {index} is higher in {more} than in {less} cannot be said with these figures: {n}."
        ),
    }
    return words[each.sure].format(**values) + _beyond_chance(comparison, each, lang)


def _nothing(subject: str, each: Difference, lang: Language) -> str:
    why = lang.say("no figures") if each.status in (NOT_GIVEN, "ok") else reason(each.status, lang)
    return lang.say("{place}: {why}.", place=subject, why=why)


def _size_and_margin(comparison: Comparison, each: Difference, lang: Language) -> str:
    assert each.difference is not None
    words = size(comparison, abs(shown_difference(comparison, each)), lang)
    if each.low is None or each.high is None:
        return words
    low, high = (each.low, each.high) if each.difference >= 0 else (-each.high, -each.low)
    ends = {"low": plain(comparison, low, lang), "high": plain(comparison, high, lang)}
    return lang.say("{n} (margin {low} to {high})", n=words, **ends)


def _beyond_chance(comparison: Comparison, each: Difference, lang: Language) -> str:
    """The difference above the chance level, where the chance levels differ visibly."""
    expected = {cell.municipality_id: comparison.number(cell).expected for cell in comparison.cells}
    one, other = expected.get(each.first), expected.get(each.second)
    if each.excess is None or each.difference is None or one is None or other is None:
        return ""
    if rounded((one - other) * 100) == 0:
        return ""
    beyond = size(comparison, abs(each.excess), lang)
    if each.excess * each.difference < 0:
        text = lang.say("Counted above the chance level it is the other way round: {n}.", n=beyond)
    else:
        text = lang.say("Counted above the chance level it is {n}.", n=beyond)
    return f" {text}"


def trends(comparison: Comparison, lang: Language) -> Said:
    """What the index was in the first and in the last year."""
    if not comparison.between_years:
        return Said((lang.say("There is one school year, so no change can be shown."),), known=False)
    known = [each for each in comparison.between_years if each.difference is not None]
    if not known:
        return Said((lang.say("For these years no change can be shown."),), known=False)
    first, last = (lang.school_year(year) for year in comparison.years)
    parts = [
        lang.say(
            "{place} from {start} to {end}",
            place=comparison.names[each.place],
            start=amount(comparison, each.first_value or 0.0, lang),
            end=amount(comparison, each.second_value or 0.0, lang),
        )
        for each in known
    ]
    text = lang.say("From {first} to {last}: {places}.", first=first, last=last, places=lang.listed(parts))
    scale = lang.say("All places are drawn on one scale; the others stand in grey behind each of them.")
    return Said((text, scale))


def changes(comparison: Comparison, lang: Language) -> Said:
    """The difference between the years of every place, each with how sure it is."""
    every = comparison.between_years
    if not every:
        return Said((lang.say("Choose an earlier year to see a change."),), known=False)
    said = [change_in_words(comparison, each, lang) for each in every]
    note = lang.say(
        "Many pupils are the same in both years. That is left out of account, so the margins are rather "
        "too wide."
    )
    known = any(each.difference is not None for each in every)
    return Said((*said, *_many(every, lang), *([note] if known else [])), known=known)


def change_in_words(comparison: Comparison, each: Difference, lang: Language) -> str:
    """The change of one place in a sentence."""
    place = comparison.names[each.place]
    if each.difference is None:
        return _nothing(place, each, lang)
    doubt = each.sure is Certainty.UNKNOWN
    values = {
        "index": _inside(comparison, lang) if doubt else index_name(comparison, lang),
        "place": place,
        "n": _size_and_margin(comparison, each, lang),
    }
    unknown = lang.say("Whether {index} has changed in {place} cannot be said with these figures: {n}.")
    rising = {
        Certainty.ALMOST_CERTAIN: lang.say("{index} has almost certainly risen in {place}: {n}."),
        Certainty.PROBABLE: lang.say("{index} has probably risen in {place}: {n}."),
        Certainty.MAYBE: lang.say("{index} may have risen in {place}: {n}."),
        Certainty.UNKNOWN: unknown,
    }
    falling = {
        Certainty.ALMOST_CERTAIN: lang.say("{index} has almost certainly fallen in {place}: {n}."),
        Certainty.PROBABLE: lang.say("{index} has probably fallen in {place}: {n}."),
        Certainty.MAYBE: lang.say("{index} may have fallen in {place}: {n}."),
        Certainty.UNKNOWN: unknown,
    }
    return (rising if each.difference >= 0 else falling)[each.sure].format(**values)
