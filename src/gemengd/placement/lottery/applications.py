# SPDX-License-Identifier: EUPL-1.2
"""What is frozen: each application with what the rules make of it, before anybody knows a lottery number.

An application holds what the family handed in and what schools or the municipality confirmed, and its
standing at every kind of seat on its list. With the frame (seats and mechanism) the whole placement but for
the lottery is fixed when the root is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from gemengd.placement.keys import CATEGORY_SHIFT, ORDER_SHIFT, ORDERS, UNACCEPTABLE
from gemengd.placement.rules import CompiledRound, Round, compile_round, ticket_holders

ENTRY = ("programme", "seat_type", "rank", "category", "order")
"""The fields of an entry: where, the place on the list, the priority group (0 is best, null = may not be
placed there) and the place in the order of distance or the like (0 is best)."""

BOSTON, RANK_FIRST, BY_TURNS = "boston", "first_preference_first", "serial_dictatorship"


def applications_of(round_: Round) -> list[dict[str, Any]]:
    """The applications of a round, by applicant.

    Args:
        round_: the round as closed.

    Raises:
        InvalidTable: the round is inconsistent.
    """
    compiled = compile_round(round_, _in_order_of_name(round_))
    own = _grouped(round_.preferences.sort("applicant", "rank"), ("rank", "programme"))
    claims = _grouped(round_.claims.drop("_file", "_row").sort("applicant", "programme"), None)
    entries = _entries(compiled)
    people = round_.applicants.drop("_file", "_row").sort("applicant")
    return [
        {
            "applicant": row["applicant"],
            "holder": _holder(row, round_),
            "details": _filled(row, without=("applicant",)),
            "preferences": own.get(row["applicant"], []),
            "claims": [_filled(one) for one in claims.get(row["applicant"], [])],
            "entries": entries.get(row["applicant"], []),
        }
        for row in people.iter_rows(named=True)
    ]


def frame_of(round_: Round) -> dict[str, Any]:
    """Seats and mechanism: what the placement needs besides the applications and the tickets.

    Returns:
        `mechanism`; `numbers` (single, per_programme, per_family); `slots`, each `[programme, seat_type,
        seats, rank_first]`; `beyond`, parts of the rules that the stand-alone verifier does not recompute.
    """
    compiled = compile_round(round_, _in_order_of_name(round_))
    market, labels = compiled.market, compiled.labels
    names = labels.programmes.gather(pl.Series(market.programme)).to_list()
    rows = zip(
        names,
        labels.seat_types.to_list(),
        market.seats.tolist(),
        rank_first_of(compiled).tolist(),
        strict=True,
    )
    return {
        "mechanism": compiled.model.mechanism,
        "numbers": compiled.model.numbers,
        "slots": [list(row) for row in rows],
        "beyond": _beyond(compiled),
    }


def rank_first_of(compiled: CompiledRound) -> np.typing.NDArray[np.bool_]:
    """Shape (slots,); whether a seat looks at the place on the list before everything else."""
    if compiled.model.mechanism == RANK_FIRST:
        return compiled.constraints.rank_first
    return np.full(compiled.market.slots, compiled.model.mechanism == BOSTON)


def _beyond(compiled: CompiledRound) -> list[str]:
    model = compiled.model
    parts = {
        "families": model.blocks is not None,
        "regional_caps": model.regional_caps is not None,
        "maximal_use": compiled.constraints.reserved.shape[1] > 0,
        "tail_repair": model.tail_repair is not None,
    }
    return [name for name, present in parts.items() if present]


def _in_order_of_name(round_: Round) -> pl.DataFrame:
    """Numbers that say nothing, to compile before the draw."""
    holders = ticket_holders(round_)
    return holders.with_columns(ticket=pl.int_range(holders.height, dtype=pl.Int64, eager=True))


def _holder(row: Mapping[str, Any], round_: Round) -> str:
    by_family = round_.rules.model.numbers == "per_family"
    return str(row["family"] if by_family and row["family"] is not None else row["applicant"])


def _filled(row: Mapping[str, Any], without: tuple[str, ...] = ("applicant",)) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and name not in without}


def _grouped(frame: pl.DataFrame, columns: tuple[str, ...] | None) -> dict[str, list[Any]]:
    """Rows by applicant, as lists of the columns or as maps."""
    found: dict[str, list[Any]] = {}
    for row in frame.iter_rows(named=True):
        one = row if columns is None else [row[name] for name in columns]
        found.setdefault(row["applicant"], []).append(one)
    return found


def _entries(compiled: CompiledRound) -> dict[str, list[list[Any]]]:
    market, labels = compiled.market, compiled.labels
    shut = market.key == UNACCEPTABLE
    frame = pl.DataFrame(
        {
            "applicant": labels.applicants.gather(pl.Series(market.owner())),
            "programme": labels.programmes.gather(pl.Series(market.programme[market.slot])),
            "seat_type": labels.seat_types.gather(pl.Series(market.slot)),
            "rank": market.rank,
            "category": np.where(shut, -1, market.key >> CATEGORY_SHIFT),
            "order": np.where(shut, 0, (market.key >> ORDER_SHIFT) & (ORDERS - 1)),
        }
    )
    category = pl.when(pl.col("category") >= 0).then("category")
    return _grouped(frame.with_columns(category=category), ENTRY)
