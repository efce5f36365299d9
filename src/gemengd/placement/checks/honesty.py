# SPDX-License-Identifier: EUPL-1.2
"""A search, in this very round, for an applicant who does better with another list than with their own."""

from __future__ import annotations

import numpy as np

from gemengd.numeric.arrays import Integers
from gemengd.placement.checks.other_lists import OtherList, other_lists, standings, with_other_list
from gemengd.placement.checks.report import Counterexample
from gemengd.placement.engine.result import Placement
from gemengd.placement.rules.compiling import CompiledRound, compile_round, seeded_tickets
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.running import run


def find_counterexample(
    round_: Round, *, seed: int, draws: int, most: int
) -> tuple[Counterexample | None, int]:
    """Search for an honest applicant who regrets it.

    For trial draws, and for applicants who do not get their first choice: each programme moved to the front,
    each shorter list, each programme left out. The lists of the round stand for honest ones.

    Args:
        round_: a round without errors.
        seed: seed of the first trial draw; the next ones follow it.
        draws: trial draws, 1 or more.
        most: other lists to try in all.

    Returns:
        The first example found, or None, and how many lists were tried.
    """
    tried = 0
    for draw in range(seed, seed + draws):
        compiled = compile_round(round_, seeded_tickets(round_, draw))
        example, used = _search(round_, compiled, draw, (most - tried) // (seed + draws - draw))
        tried += used
        if example is not None:
            return example, tried
    return None, tried


def _search(
    round_: Round, compiled: CompiledRound, draw: int, most: int
) -> tuple[Counterexample | None, int]:
    honest = run(compiled).placement
    lists = other_lists(round_, compiled, _candidates(compiled, honest, draw), most)
    categories = standings(round_, compiled.model, lists)
    for place, one in enumerate(lists):
        other = run(with_other_list(compiled, place, one, categories)).placement
        if _better(compiled, one, honest, other):
            return _example(compiled, one, honest, other, draw), place + 1
    return None, len(lists)


def _candidates(compiled: CompiledRound, honest: Placement, draw: int) -> list[int]:
    """Who could gain: not in their first choice, more than one programme, not in a block; in drawn order."""
    block = compiled.constraints.block
    _, inverse, size = np.unique(block, return_inverse=True, return_counts=True)
    single = size[inverse] == 1
    own = compiled.lists.filter(~compiled.lists["added"]).group_by("applicant").len()
    several = compiled.labels.applicants.is_in(own.filter(own["len"] > 1)["applicant"].implode()).to_numpy()
    found = np.flatnonzero(single & several & (honest.rank != 1))
    return [int(one) for one in np.random.default_rng(draw).permutation(found)]


def _place(compiled: CompiledRound, placement: Placement, number: int) -> str | None:
    programme = int(placement.programme[number])
    return None if programme < 0 else str(compiled.labels.programmes[programme])


def _better(compiled: CompiledRound, one: OtherList, honest: Placement, other: Placement) -> bool:
    """Whether the applicant's own list ranks the other outcome higher."""
    return _worth(compiled, honest, one.number) > _worth(compiled, other, one.number)


def _worth(compiled: CompiledRound, placement: Placement, number: int) -> int:
    """The place of the outcome on the applicant's own list, back-ups included; no place comes last."""
    programme = int(placement.programme[number])
    market = compiled.market
    span: Integers = np.arange(market.start[number], market.start[number + 1])
    hits = span[market.programme[market.slot[span]] == programme]
    return int(market.rank[hits[0]]) if programme >= 0 else int(market.rank[span].max(initial=0)) + 1


def _example(
    compiled: CompiledRound, one: OtherList, honest: Placement, other: Placement, draw: int
) -> Counterexample:
    own = compiled.lists.filter(compiled.lists["applicant"] == one.applicant).sort("rank")["programme"]
    return Counterexample(
        one.applicant,
        tuple(own),
        one.reported,
        _place(compiled, honest, one.number),
        _place(compiled, other, one.number),
        draw,
    )
