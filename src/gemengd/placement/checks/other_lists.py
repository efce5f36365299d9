# SPDX-License-Identifier: EUPL-1.2
"""Other lists an applicant might have handed in, and the market they would have made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Integers
from gemengd.placement.market.keys import CATEGORY_SHIFT, UNACCEPTABLE
from gemengd.placement.market.seat_types import ALL_SEATS
from gemengd.placement.rules.compiling import CompiledRound
from gemengd.placement.rules.conditions import expression
from gemengd.placement.rules.model import Model
from gemengd.placement.rules.pairs import PAIR, attributes, same_cohort, unlisted
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.running import AnyInteger, sealed_like
from gemengd.placement.rules.seats import category_frame, split_of

Names = tuple[str, ...]


def variations(own: Names) -> Iterator[Names]:
    """Every programme moved to the front, every shorter beginning, and every single programme left out."""
    seen = {own}
    for place in range(1, len(own)):
        yield from _new((own[place], *own[:place], *own[place + 1 :]), seen)
    for length in range(1, len(own)):
        yield from _new(own[:length], seen)
    for place in range(len(own)):
        if len(own) > 1:
            yield from _new((*own[:place], *own[place + 1 :]), seen)


def _new(one: Names, seen: set[Names]) -> Iterator[Names]:
    if one not in seen:
        seen.add(one)
        yield one


@dataclass(frozen=True, slots=True)
class OtherList:
    """Another list of one applicant.

    Attributes:
        number: number of the applicant in the market.
        applicant: pseudonym.
        reported: the list handed in.
        whole: the same with the back-ups the rules add.
    """

    number: int
    applicant: str
    reported: Names
    whole: Names


def other_lists(round_: Round, compiled: CompiledRound, numbers: Sequence[int], most: int) -> list[OtherList]:
    """At most `most` other lists of these applicants."""
    names = compiled.labels.applicants
    people = [str(names[number]) for number in numbers]
    own = {
        row["applicant"]: tuple(row["programme"])
        for row in compiled.lists.filter(~pl.col("added"), pl.col("applicant").is_in(people))
        .sort("applicant", "rank")
        .group_by("applicant", maintain_order=True)
        .agg("programme")
        .to_dicts()
    }
    backups = _backups(round_, compiled.model, people)
    found: list[OtherList] = []
    for number, applicant in zip(numbers, people, strict=True):
        for one in variations(own.get(applicant, ())):
            added = tuple(p for p in backups.get(applicant, ()) if p not in one)
            found.append(OtherList(number, applicant, one, one + added))
        if len(found) >= most:
            break
    return found[:most]


def _backups(round_: Round, model: Model, people: Sequence[str]) -> dict[str, Names]:
    """The programmes that the rules would add if they were not listed, in that order."""
    rule = model.backups
    if rule is None:
        return {}
    pairs = round_.claims.filter(pl.col("applicant").is_in(people)).select(PAIR)
    claimed = attributes(unlisted(pairs), round_)
    order = f"claims:{rule.order}"
    claimed = claimed.filter(expression(rule.when) & same_cohort() & pl.col(order).is_not_null())
    lists = claimed.sort("applicant", order, "programme").group_by("applicant", maintain_order=True)
    return {row["applicant"]: tuple(row["programme"]) for row in lists.agg("programme").to_dicts()}


Standings = dict[tuple[int, str, str], int | None]
"""Other list, programme and seat type to the category there."""


def standings(round_: Round, model: Model, lists: Sequence[OtherList]) -> Standings:
    """Where the applicants would stand under their other lists."""
    rows = [
        (place, one.applicant, programme, rank, rank > len(one.reported))
        for place, one in enumerate(lists)
        for rank, programme in enumerate(one.whole, start=1)
    ]
    schema = {"variant": pl.Int64, "applicant": pl.String, "programme": pl.String, "rank": pl.Int64}
    schema["added"] = pl.Boolean
    pairs = attributes(pl.DataFrame(rows, schema=schema, orient="row"), round_)
    found = category_frame(pairs, model, split_of(round_, model))
    found = found.select("variant", "programme", pl.col("seat_type").fill_null(ALL_SEATS), "category")
    return {(v, p, s): category for v, p, s, category in found.iter_rows()}


def with_other_list(
    compiled: CompiledRound, place: int, one: OtherList, categories: Standings
) -> CompiledRound:
    """The round as it would be with one other list.

    The applicant's entries are put in the new order with the keys of the new ranks; entries left out become
    unacceptable. Numbers and distances stay, so that nothing else has to be compiled again. Two things are
    left as they were: seats that follow who lists a programme, and a seat barred at the old rank.
    """
    market = compiled.market
    span = slice(int(market.start[one.number]), int(market.start[one.number + 1]))
    slots = market.slot[span]
    programme = compiled.labels.programmes.gather(pl.Series(market.programme[slots])).to_list()
    seat_type = compiled.labels.seat_types.gather(pl.Series(slots)).to_list()
    rank = np.array([_rank(one.whole, name) for name in programme], dtype=np.int64)
    category = [categories.get((place, name, kind)) for name, kind in zip(programme, seat_type, strict=True)]
    key = _keys(market.key[span], category)
    order = np.argsort(rank, kind="stable")
    limits = compiled.constraints
    if limits.traits.size:
        traits = _put(limits.traits, span, limits.traits[span][order])
        limits = replace(limits, traits=traits)
    changed = replace(
        market,
        key=_put(market.key, span, key[order]),
        slot=_put(market.slot, span, slots[order]),
        rank=_put(market.rank, span, rank[order].astype(np.int32)),
    )
    return replace(compiled, market=changed, constraints=limits)


def _put(before: AnyInteger, span: slice, values: AnyInteger) -> AnyInteger:
    changed = before.copy()
    changed[span] = values
    return sealed_like(changed, before)


def _rank(whole: Names, programme: str) -> int:
    return whole.index(programme) + 1 if programme in whole else len(whole) + 1


def _keys(old: Integers, category: Sequence[int | None]) -> Integers:
    rest = old & ((1 << CATEGORY_SHIFT) - 1)
    new = np.array([-1 if one is None else one for one in category], dtype=np.int64)
    gone = (new < 0) | (old == UNACCEPTABLE)
    return np.where(gone, UNACCEPTABLE, (np.maximum(new, 0) << CATEGORY_SHIFT) | rest)
