# SPDX-License-Identifier: EUPL-1.2
"""From a round and lottery numbers to the engine's market."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Flags, Integers
from gemengd.placement.market.compile import Compiled, compile_market
from gemengd.placement.market.market import PER_APPLICANT, PER_FAMILY, PER_PROGRAMME, Labels, Market
from gemengd.placement.rules.conditions import expression
from gemengd.placement.rules.consistency import refuse_inconsistent
from gemengd.placement.rules.model import Model
from gemengd.placement.rules.pairs import (
    PAIR,
    applicant_attributes,
    attributes,
    lists,
    programmes_for,
    unlisted,
)
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.seats import (
    category_frame,
    divisions,
    last_category,
    promised_pairs,
    seat_frame,
    split_of,
    type_labels,
    walk_frame,
)

NUMBERS = {"single": PER_APPLICANT, "per_programme": PER_PROGRAMME, "per_family": PER_FAMILY}
"""Tie-breaking in rules to the engine's name for it."""

TRADES = "top_trading_cycles"


@dataclass(frozen=True, slots=True)
class Constraints:
    """What some mechanisms need besides the market; each is empty where the rules do not ask for it.

    Attributes:
        rank_first: shape (slots,); slots that look at the place on the list first.
        consent: shape (applicants,); who consents to the waiving of their priority.
        block: shape (applicants,); children with one number are placed together.
        reserved: shape (slots, reserves); seats per overlapping reserve.
        traits: shape (entries,); bit `t` says that the applicant may use reserve `t` there.
        target: shape (slots,); sure seats under regional caps.
        region: shape (slots,); region of each slot, −1 = none.
        cap: shape (regions,).
        growing: shape (programmes,); programmes that the repair of the tail may give more seats.
    """

    rank_first: Flags
    consent: Flags
    block: Integers
    reserved: Integers
    traits: Integers
    target: Integers
    region: Integers
    cap: Integers
    growing: Flags


@dataclass(frozen=True, slots=True)
class CompiledRound:
    """A round ready to be placed.

    Attributes:
        market: the engine's market.
        labels: the names behind its numbers.
        model: the rules.
        constraints: what some mechanisms need besides.
        lists: `applicant, programme, rank, added`; back-ups have `added`.
    """

    market: Market
    labels: Labels
    model: Model
    constraints: Constraints
    lists: pl.DataFrame


def ticket_holders(round_: Round) -> pl.DataFrame:
    """Who needs a lottery number: `applicant`, or `family`, or `applicant, programme` for every pair listed.

    A child without a family is a family of its own, named after the child.
    """
    numbers = round_.rules.model.numbers
    if numbers == "per_programme":
        return lists(round_, round_.rules.model).select(PAIR).sort(PAIR)
    if numbers == "per_family":
        return _families(round_).select("family").unique().sort("family")
    return round_.applicants.select("applicant").sort("applicant")


def seeded_tickets(round_: Round, seed: int) -> pl.DataFrame:
    """Numbers for a trial or a simulation, never for a real round.

    Args:
        round_: the round.
        seed: seed of the draw, 0 or more.
    """
    holders = ticket_holders(round_)
    order = np.random.default_rng(seed).permutation(holders.height)
    return holders.with_columns(ticket=pl.Series(order, dtype=pl.Int64))


def compile_round(round_: Round, tickets: pl.DataFrame) -> CompiledRound:
    """Compile a round.

    Args:
        round_: the round.
        tickets: the holders of `ticket_holders` with a column `ticket` (it must sort; lower is better).

    Raises:
        InvalidTable: the round or the tickets are inconsistent; `RulesNotSet` where rules are to be set.
    """
    refuse_inconsistent(round_)
    model = round_.rules.model
    wishes = lists(round_, model)
    compiled = _compiled(round_, model, wishes, tickets)
    return CompiledRound(
        compiled.market, compiled.labels, model, _constraints(round_, compiled, wishes), wishes
    )


def _compiled(round_: Round, model: Model, wishes: pl.DataFrame, tickets: pl.DataFrame) -> Compiled:
    found = divisions(round_, model)
    seats, people = seat_frame(found), _people(round_, model)
    pairs = attributes(_ranked(round_, model, wishes), round_)
    return compile_market(
        round_.programmes.select("programme", "seats"),
        people,
        wishes.select("applicant", "rank", "programme"),
        tickets,
        lottery=NUMBERS[model.numbers],
        categories=category_frame(pairs, model, split_of(round_, model)),
        other_category=last_category(model),
        seat_types=seats,
        walks=None if seats is None else walk_frame(found, people["type"], model),
        tradable=model.mechanism == TRADES,
    )


def _ranked(round_: Round, model: Model, wishes: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose category matters: the lists, and with trade every pair at all."""
    pairs = wishes.select(*PAIR, "rank", "added")
    if model.mechanism != TRADES:
        return pairs
    every = round_.applicants.select("applicant").join(round_.programmes.select("programme"), how="cross")
    return pl.concat([pairs, unlisted(every.join(pairs, on=PAIR, how="anti"))])


def _families(round_: Round) -> pl.DataFrame:
    own = pl.coalesce("family", "applicant")
    return round_.applicants.select("applicant", own.alias("family"))


def _people(round_: Round, model: Model) -> pl.DataFrame:
    return _families(round_).join(type_labels(round_, model), on="applicant")


def _constraints(round_: Round, compiled: Compiled, wishes: pl.DataFrame) -> Constraints:
    model, market = round_.rules.model, compiled.market
    first = programmes_for(round_, model.mechanism_programmes)
    who = applicant_attributes(round_).filter(expression(model.consent))["applicant"]
    target, region, cap = _regions(round_, compiled)
    reserved, traits = _overlap(round_, compiled, wishes)
    return Constraints(
        rank_first=_slot_programmes(compiled).is_in(first).to_numpy(),
        consent=compiled.labels.applicants.is_in(who.implode()).to_numpy(),
        block=_block(round_, compiled.labels) if model.blocks else np.arange(market.applicants),
        reserved=reserved,
        traits=traits,
        target=target,
        region=region,
        cap=cap,
        growing=_growing(round_, compiled),
    )


def _growing(round_: Round, compiled: Compiled) -> Flags:
    rule = round_.rules.model.tail_repair
    names = [] if rule is None else programmes_for(round_, rule.programmes)
    return compiled.labels.programmes.is_in(names).to_numpy()


def _slot_programmes(compiled: Compiled) -> pl.Series:
    return compiled.labels.programmes.gather(pl.Series(compiled.market.programme))


def _block(round_: Round, labels: Labels) -> Integers:
    own = pl.when(pl.col("block").is_null()).then(pl.lit("child ") + pl.col("applicant"))
    name = own.otherwise(pl.lit("block ") + pl.col("block"))
    people = round_.applicants.select("applicant", name.rank("dense").alias("number"))
    order = pl.DataFrame({"applicant": labels.applicants})
    found = order.join(people, on="applicant", how="left", maintain_order="left")
    return found["number"].cast(pl.Int64).to_numpy()


def _regions(round_: Round, compiled: Compiled) -> tuple[Integers, Integers, Integers]:
    rule, empty = round_.rules.model.regional_caps, np.empty(0, np.int64)
    if rule is None:
        return empty, empty, empty
    names = sorted(rule.caps)
    number = {name: place for place, name in enumerate(names)}
    slots = pl.DataFrame({"programme": _slot_programmes(compiled)})
    found = slots.join(round_.programmes, on="programme", how="left", maintain_order="left")
    region = found[rule.column].cast(pl.String).replace_strict(number, default=-1, return_dtype=pl.Int64)
    target = found[rule.target].fill_null(0).cast(pl.Int64)
    return target.to_numpy(), region.to_numpy(), np.array([rule.caps[name] for name in names], np.int64)


def _overlap(round_: Round, compiled: Compiled, wishes: pl.DataFrame) -> tuple[Integers, Integers]:
    model, market = round_.rules.model, compiled.market
    found = {one.programme: one for one in divisions(round_, model) if one.split.walk == "maximal_use"}
    kinds = [kind for split in model.splits if split.walk == "maximal_use" for kind in split.types]
    held = [kind for kind in kinds if not kind.seats.rest]
    reserved = np.zeros((market.slots, len(held)), dtype=np.int64)
    for slot, programme in enumerate(_slot_programmes(compiled)):
        for column, kind in enumerate(held):
            mine = programme in found and kind in found[programme].split.types
            reserved[slot, column] = found[programme].seats[kind.id] if mine else 0
    promised = promised_pairs(model)
    bits = [(expression(kind.who) | promised).cast(pl.Int64) * (1 << n) for n, kind in enumerate(held)]
    pairs = attributes(wishes, round_)
    pairs = pairs.select(*PAIR, pl.sum_horizontal([*bits, pl.lit(0, pl.Int64)]).alias("traits"))
    entries = pl.DataFrame(
        {
            "applicant": compiled.labels.applicants.gather(pl.Series(market.owner())),
            "programme": _slot_programmes(compiled).gather(pl.Series(market.slot)),
        }
    )
    traits = entries.join(pairs, on=PAIR, how="left", maintain_order="left")["traits"]
    return reserved, traits.cast(pl.Int64).to_numpy()
