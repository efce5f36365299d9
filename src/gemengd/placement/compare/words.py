# SPDX-License-Identifier: EUPL-1.2
"""A comparison in plain words: what differs, who gains and loses, and what cannot be concluded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from gemengd.language.language import Language
from gemengd.placement.compare.charts import SHOWN
from gemengd.placement.compare.comparing import Comparison
from gemengd.placement.compare.speech import COMPARE

TABLE = {
    "first_choice": "placed at the first choice",
    "top_three": "placed at one of the first three",
    "top_five": "placed at one of the first five",
    "unplaced": "without a place",
    "mean_distance": "mean distance to school (metres)",
    "empty_seats": "seats left empty",
    "swap_pairs": "pairs of children who would rather swap",
    "swappers": "children in such a pair",
}
"""Measure to its words, in the order of the table."""

SHARES = frozenset({"first_choice", "top_three", "top_five", "unplaced"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was compared.

    Attributes:
        children: number of children.
        draws: draws of the lottery.
        focal: group that segregation is about, None where no groups were given.
        risky: rule sets under which an honest list is not always the best one.
        unlike: rule sets that draw another kind of number than the first.
    """

    children: int
    draws: int
    focal: str | None = None
    risky: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """Values of a comparison by rule set, measure and group."""

    found: Comparison
    lang: Language
    _rows: Mapping[tuple[str, str, str | None], Mapping[str, float]] = field(init=False)

    def __post_init__(self) -> None:
        both = pl.concat([self.found.outcomes, self.found.changes])
        rows = {(row["rules"], row["measure"], row["group"]): row for row in both.iter_rows(named=True)}
        object.__setattr__(self, "_rows", rows)

    def row(self, rules: str, measure: str, group: str | None = None) -> Mapping[str, float] | None:
        """The row of a measure, None where it was not measured."""
        return self._rows.get((rules, measure, group))

    def shown(self, rules: str, measure: str, group: str | None = None, *, value: str = "value") -> str:
        """A value as people read it; "-" where it was not measured."""
        row = self.row(rules, measure, group)
        if row is None or row[value] is None:
            return "-"
        if measure in SHARES or measure in ("better", "same", "worse"):
            return self.lang.number(100 * row[value], 1) + "%"
        return self.lang.number(round(row[value]))


def sentences(found: Comparison, asked: Asked, code: str) -> list[tuple[str, list[str]]]:
    """The comparison in words: a heading (empty for the opening) and its sentences, time and again.

    Args:
        found: the comparison.
        asked: what was compared.
        code: language code.
    """
    lang = COMPARE.language(code)
    values = Values(found, lang)
    opening = lang.say(
        "{children} children with the same lists and the same draws under {sets} sets of rules; means over "
        "{draws} draws. Everything is compared with {first}.",
        children=asked.children,
        sets=len(found.names),
        draws=asked.draws,
        first=found.names[0],
    )
    parts = [("", [opening])]
    parts += [(name, list(_one(values, name, asked, lang))) for name in found.names[1:]]
    return [*parts, (lang.say("Read this with care"), list(_care(found, asked, lang)))]


def _one(values: Values, name: str, asked: Asked, lang: Language) -> Iterator[str]:
    first = values.found.names[0]
    yield lang.say(
        "At the first choice: {now}, was {was}. From draw to draw it lies between {low} and {high}.",
        now=values.shown(name, "first_choice"),
        was=values.shown(first, "first_choice"),
        low=values.shown(name, "first_choice", value="low"),
        high=values.shown(name, "first_choice", value="high"),
    )
    yield _gains(values, name, None, lang)
    for group in _groups(values.found):
        yield _gains(values, name, group, lang)
    for measure, text in (
        ("unplaced", "Without a place: {now}, was {was}."),
        ("empty_seats", "Seats left empty: {now}, was {was}."),
        ("swap_pairs", "Pairs of children who would rather swap: {now}, was {was}."),
    ):
        yield lang.say(text, now=values.shown(name, measure), was=values.shown(first, measure))
    if asked.focal is not None:
        yield from _mixed(values.found, name, asked.focal, lang)


def _gains(values: Values, name: str, group: str | None, lang: Language) -> str:
    who = lang.say("Everybody") if group is None else group
    return lang.say(
        "{who}: {better} gain (a place higher on the list), {worse} lose, for {same} nothing changes.",
        who=who,
        **{word: values.shown(name, word, group) for word in ("better", "worse", "same")},
    )


def _groups(found: Comparison) -> list[str]:
    groups: list[str] = found.outcomes["group"].drop_nulls().unique().sort().to_list()
    return groups


def _mixed(found: Comparison, name: str, focal: str, lang: Language) -> Iterator[str]:
    rows = {row["rules"]: row for row in found.segregation.filter(pl.col("index") == "D").to_dicts()}
    if name not in rows or rows[name]["estimate"] is None:
        return
    here, before = rows[name], rows[found.names[0]]
    yield lang.say(
        "Uneven spread of {focal} over the schools (dissimilarity, 0 to 1): {now}, was {was}; by chance "
        "alone about {chance} is to be expected. From draw to draw it lies between {low} and {high}.",
        focal=focal,
        now=lang.number(here["estimate"], 2),
        was=lang.number(before["estimate"], 2),
        chance=lang.number(here["expected"], 2),
        low=lang.number(here["low"], 2),
        high=lang.number(here["high"], 2),
    )


def _care(found: Comparison, asked: Asked, lang: Language) -> Iterator[str]:
    yield lang.say("The lists are taken as they are; under other rules families may hand in other lists.")
    if asked.risky:
        names = ", ".join(asked.risky)
        yield lang.say("An honest list is not always the best one under: {names}.", names=names)
    if asked.unlike:
        names = ", ".join(asked.unlike)
        yield lang.say(
            "Lottery numbers are of another kind than under {first} in: {names}. Who gains and who loses is "
            "there mostly luck.",
            first=found.names[0],
            names=names,
        )
    yield lang.say("The spread is that of the lottery with these families, not of other families next year.")


def table(found: Comparison, code: str) -> tuple[list[str], list[list[str]]]:
    """The measures side by side: header and rows, values as text.

    Args:
        found: the comparison.
        code: language code.
    """
    lang = COMPARE.language(code)
    values = Values(found, lang)
    rows = []
    for measure, words in TABLE.items():
        for group in (None, *_groups(found)):
            if values.row(found.names[0], measure, group) is not None:
                label = lang.say(words) + ("" if group is None else f" – {group}")
                rows.append([label, *(values.shown(name, measure, group) for name in found.names)])
    return ["", *found.names], rows


def chart_words(code: str) -> dict[str, str]:
    """What to write in a chart in place of the words of the tables."""
    lang = COMPARE.language(code)
    words = {measure: lang.say(TABLE[measure]) for measure in SHOWN}
    return words | {"everybody": lang.say("everybody")}


def other_group(code: str) -> str:
    """What to call the children outside a group."""
    return COMPARE.language(code).say("other children")
