# SPDX-License-Identifier: EUPL-1.2
"""Words and numbers of municipalities beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from gemengd.language.language import Language, rounded
from gemengd.monitor.figure.words import per_hundred
from gemengd.monitor.labels import indicator_of, reason
from gemengd.monitor.published.comparison import Comparison, Difference


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


def index_name(comparison: Comparison, lang: Language) -> str:
    """The name of the index."""
    return lang.say(indicator_of(comparison.indicator).name)


def inside(comparison: Comparison, lang: Language) -> str:
    """The name of the index inside a sentence; names of persons keep their capital."""
    name = index_name(comparison, lang)
    return name if comparison.indicator in ("H", "gini", "hutchens") else name[:1].lower() + name[1:]


def no_difference(subject: str, each: Difference, lang: Language) -> str:
    """That there is no difference to tell, and why."""
    why = lang.say("no figures") if each.status == "ok" else reason(each.status, lang)
    return lang.say("{place}: {why}.", place=subject, why=why)


def size_and_margin(comparison: Comparison, each: Difference, lang: Language) -> str:
    """A difference without its direction, with its margin where that is known."""
    assert each.difference is not None
    words = size(comparison, abs(each.difference), lang)
    if each.low is None or each.high is None:
        return words
    low, high = (each.low, each.high) if each.difference >= 0 else (-each.high, -each.low)
    ends = {"low": plain(comparison, low, lang), "high": plain(comparison, high, lang)}
    return lang.say("{n} with chance taken into account (margin {low} to {high})", n=words, **ends)


def many(every: Sequence[Difference], lang: Language) -> list[str]:
    """That the words take into account how many differences are looked at."""
    count = sum(each.p_adjusted is not None for each in every)
    if count < 2:
        return []
    text = lang.plural(
        "Words of certainty take into account that {count} difference is looked at.",
        "Words of certainty take into account that {count} differences are looked at together.",
        count,
    )
    return [text]


def tick(comparison: Comparison, value: float, lang: Language) -> str:
    """A value beside the scale of a picture."""
    return lang.number(value * 100) if comparison.indicator == "D" else lang.number(value, 2)


def unit(comparison: Comparison, lang: Language) -> str:
    """What the scale of a picture counts."""
    if comparison.indicator == "D":
        return lang.say("of every 100 pupils in the group")
    return index_name(comparison, lang)
