# SPDX-License-Identifier: EUPL-1.2
"""What the order of seat types does: the same children and numbers with the order turned round."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from gemengd.placement.checks.report import PrecedenceEffect
from gemengd.placement.rules.compiling import compile_round, seeded_tickets
from gemengd.placement.rules.conditions import expression, kinds
from gemengd.placement.rules.model import SeatSplit, SeatType
from gemengd.placement.rules.pairs import attributes
from gemengd.placement.rules.reading import with_settings
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.running import outcome_frame, run
from gemengd.placement.rules.seats import divisions


def precedence_effects(round_: Round, *, seed: int, draws: int) -> list[PrecedenceEffect]:
    """For every division of seats whose order counts, the intake of each group both ways.

    Args:
        round_: a round without errors.
        seed: seed of the first trial draw.
        draws: trial draws, 1 or more.
    """
    found: list[PrecedenceEffect] = []
    for place, split in enumerate(round_.rules.model.splits):
        if split.walk == "as_listed" and len(split.types) > 1:
            found += _effects(round_, place, split, range(seed, seed + draws))
    return found


def _effects(round_: Round, place: int, split: SeatSplit, draws: range) -> Iterator[PrecedenceEffect]:
    pointer = f"/seat_types/{place}/types"
    types = round_.rules.data["seat_types"][place]["types"]
    turned = Round(
        round_.programmes,
        round_.applicants,
        round_.preferences,
        round_.claims,
        with_settings(round_.rules, {pointer: list(reversed(types))}),
    )
    held = [kind for kind in split.types if "always" not in kinds(kind.who)]
    mine = [one for one in divisions(round_, round_.rules.model) if one.split.id == split.id]
    names = [one.programme for one in mine]
    before, after = _intake(round_, held, names, draws), _intake(turned, held, names, draws)
    for number, kind in enumerate(held):
        seats = sum(one.seats[kind.id] for one in mine)
        yield PrecedenceEffect(split.id, kind.id, before[number], after[number], seats)


def _intake(round_: Round, held: list[SeatType], programmes: list[str], draws: range) -> list[float]:
    """Members of each group placed in these programmes, mean over the draws."""
    total = [0] * len(held)
    for draw in draws:
        compiled = compile_round(round_, seeded_tickets(round_, draw))
        rows = outcome_frame(run(compiled), compiled).filter(pl.col("programme").is_in(programmes))
        pairs = attributes(rows.with_columns(pl.col("rank").cast(pl.Int64)), round_)
        for number, kind in enumerate(held):
            total[number] += pairs.filter(expression(kind.who)).height
    return [one / len(draws) for one in total]
