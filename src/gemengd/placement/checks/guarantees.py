# SPDX-License-Identifier: EUPL-1.2
"""Whether every guarantee can be kept: a flow from children to seats, and the programmes where it fails.

By Hall's theorem all promises can be kept at once exactly when no set of programmes is promised to more
children than it has seats; a maximum flow finds the largest number that can, a minimum cut such a set.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from gemengd.placement.checks.report import Promises, Shortfall
from gemengd.placement.rules.conditions import expression
from gemengd.placement.rules.model import Guarantee, Model
from gemengd.placement.rules.pairs import PAIR, attributes, lists
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.seats import qualifies

Promised = Mapping[str, frozenset[str]]
"""Child to the programmes in one of which they are promised a place."""

KEEPING = ("deferred_acceptance", "school_proposing", "stable_improvement_cycles")
"""Mechanisms that put a guarantee before everything else."""


def check_guarantees(round_: Round) -> Promises | None:
    """Whether all guarantees at listed programmes can be kept; None where the rules hold none.

    Args:
        round_: a round without errors.
    """
    model = round_.rules.model
    if not model.guarantees:
        return None
    wanted = promised(round_, model)
    seats = {row["programme"]: row["seats"] for row in round_.programmes.to_dicts()}
    kept, _ = _flow(wanted, seats)
    return Promises(len(wanted), kept, tuple(_shortfalls(wanted, seats)), _certain(model, wanted, seats))


def promised(round_: Round, model: Model) -> dict[str, frozenset[str]]:
    """Who is promised what.

    A child with a guarantee at the programme itself takes the one they rank highest; only a child without one
    counts for the guarantees of "one of them".
    """
    pairs = attributes(lists(round_, model), round_).filter(qualifies(model))
    here = pairs.filter(_holds([one for one in model.guarantees if not one.one_of_them]))
    here = here.sort("rank").unique("applicant", keep="first", maintain_order=True)
    some = pairs.filter(_holds([one for one in model.guarantees if one.one_of_them]))
    some = some.join(here, on="applicant", how="anti")
    rows = pl.concat([here.select(PAIR), some.select(PAIR)]).group_by("applicant").agg("programme")
    return {row["applicant"]: frozenset(row["programme"]) for row in rows.sort("applicant").to_dicts()}


def _holds(guarantees: list[Guarantee]) -> pl.Expr:
    if not guarantees:
        return pl.lit(value=False)
    return expression({"any": [one.when for one in guarantees]})


def _flow(wanted: Promised, seats: Mapping[str, int]) -> tuple[int, set[str]]:
    """The most promises that can be kept, and the programmes a child without a place can reach."""
    children, programmes = sorted(wanted), sorted(seats)
    first = {name: len(children) + 1 + place for place, name in enumerate(programmes)}
    sink = len(children) + len(programmes) + 1
    edges = [(0, place, 1) for place in range(1, len(children) + 1)]
    edges += [
        (place, first[p], 1) for place, child in enumerate(children, start=1) for p in sorted(wanted[child])
    ]
    edges += [(first[name], sink, seats[name]) for name in programmes]
    start, end, capacity = np.array(edges, dtype=np.int32).reshape(-1, 3).T
    graph = csr_array((capacity, (start, end)), shape=(sink + 1, sink + 1), dtype=np.int32)
    result = maximum_flow(graph, 0, sink)
    left = csr_array(graph - result.flow)
    left.eliminate_zeros()
    reached = set(breadth_first_order(left, 0, return_predecessors=False).tolist())
    return int(result.flow_value), {name for name in programmes if first[name] in reached}


def _shortfalls(wanted: Promised, seats: Mapping[str, int]) -> list[Shortfall]:
    """Sets of programmes that promise too much, each as small as possible and apart from the others."""
    found: list[Shortfall] = []
    rest = dict(wanted)
    while rest:
        kept, reached = _flow(rest, seats)
        if kept == len(rest):
            break
        small = _smallest(rest, seats, reached)
        inside = [child for child, programmes in rest.items() if programmes <= small]
        found.append(Shortfall(tuple(sorted(small)), len(inside), sum(seats[name] for name in small)))
        # Whoever also has a promise elsewhere must now be served there.
        rest = {child: left for child, programmes in rest.items() if (left := programmes - small)}
    return sorted(found, key=lambda one: one.programmes)


def _smallest(wanted: Promised, seats: Mapping[str, int], reached: set[str]) -> frozenset[str]:
    """Leave out one programme after the other as long as some of the rest still promise too much."""
    small = frozenset(reached)
    for name in sorted(reached):
        fewer = small - {name}
        inside = {child: one for child, one in wanted.items() if one <= fewer}
        kept, still = _flow(inside, seats)
        if kept < len(inside):
            small = frozenset(still)
    return small


def _certain(model: Model, wanted: Promised, seats: Mapping[str, int]) -> bool:
    """Whether each child has a programme with room for everybody who is promised it."""
    if model.mechanism not in KEEPING or model.blocks is not None or model.regional_caps is not None:
        return False
    asked: dict[str, int] = {}
    for programmes in wanted.values():
        for name in programmes:
            asked[name] = asked.get(name, 0) + 1
    return all(any(asked[name] <= seats[name] for name in programmes) for programmes in wanted.values())
