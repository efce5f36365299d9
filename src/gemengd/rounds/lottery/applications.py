# SPDX-License-Identifier: EUPL-1.2
"""What is frozen: each application with what the rules make of it, before anybody knows a lottery number.

An application holds what the family handed in and what schools or the municipality confirmed, and its
standing at every kind of seat on its list. With the frame (seats and mechanism) the whole placement but for
the lottery is fixed when the root is published. Their form: docs/reference/lottery-transcript.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Codes, Integers
from gemengd.placement.market.keys import CATEGORY_SHIFT, ORDER_SHIFT, ORDERS, UNACCEPTABLE
from gemengd.placement.rules import CompiledRound, Round, compile_round, ticket_holders

ENTRY = ("programme", "seat_type", "rank", "category", "order")
"""The fields of an entry: where, the place on the list, the priority group (0 is best, null = may not be
placed there) and the place in the order of distance or the like (0 is best)."""

FRAME = "gemengd-frame/2"
BOSTON, RANK_FIRST, BY_TURNS = "boston", "first_preference_first", "serial_dictatorship"
BY_CONSENT, TRADES = "eada", "top_trading_cycles"


def applications_of(round_: Round) -> list[dict[str, Any]]:
    """The applications of a round, by applicant.

    Args:
        round_: the round as closed.

    Returns:
        Maps with `applicant`, `holder` (whose number counts), `details`, `preferences`, `claims` and
        `entries` (`ENTRY`), and where the rules look at them `together`, `consent`, `reserves`, `elsewhere`.

    Raises:
        InvalidTable: the round is inconsistent.
    """
    compiled = compile_round(round_, _in_order_of_name(round_))
    own = _grouped(round_.preferences.sort("applicant", "rank"), ("rank", "programme"))
    claims = _grouped(round_.claims.drop("_file", "_row").sort("applicant", "programme"), None)
    entries = _grouped(_listed(compiled), ENTRY)
    special = _special(compiled)
    people = round_.applicants.drop("_file", "_row").sort("applicant")
    by_family = compiled.model.numbers == "per_family"
    return [
        {
            "applicant": row["applicant"],
            "holder": _holder(row, by_family=by_family),
            "details": _filled(row, without=("applicant",)),
            "preferences": own.get(row["applicant"], []),
            "claims": [_filled(one) for one in claims.get(row["applicant"], [])],
            "entries": entries.get(row["applicant"], []),
            **{name: values[row["applicant"]] for name, values in special.items()},
        }
        for row in people.iter_rows(named=True)
    ]


def frame_of(round_: Round) -> dict[str, Any]:
    """Seats and mechanism: what the placement needs besides the applications and the tickets.

    Returns:
        `format`; `mechanism`; `numbers` (single, per_programme, per_family); `slots`, each `[programme,
        seat_type, seats, rank_first]`; `together`, whether children who belong together are placed so; and,
        null where the rules have none: `tail_repair` (`unplaced`, `rank_above`, `extra_seats`, `programmes`),
        `regions` (`caps` by region; `programmes`, each `[region, seats that are sure]`) and `reserves`
        (seats by reserve, by programme).
    """
    compiled = compile_round(round_, _in_order_of_name(round_))
    market, labels, model = compiled.market, compiled.labels, compiled.model
    names = _slot_programmes(compiled)
    first = rank_first_of(compiled).tolist()
    rows = zip(names, labels.seat_types.to_list(), market.seats.tolist(), first, strict=True)
    return {
        "format": FRAME,
        "mechanism": model.mechanism,
        "numbers": model.numbers,
        "slots": [list(row) for row in rows],
        "together": model.blocks is not None,
        "tail_repair": _tail_repair(compiled),
        "regions": _regions(compiled, names),
        "reserves": _reserved(compiled, names),
    }


def _slot_programmes(compiled: CompiledRound) -> list[str]:
    return compiled.labels.programmes.gather(pl.Series(compiled.market.programme)).to_list()


def _tail_repair(compiled: CompiledRound) -> dict[str, Any] | None:
    rule = compiled.model.tail_repair
    if rule is None:
        return None
    return {
        "unplaced": rule.unplaced,
        "rank_above": rule.rank_above,
        "extra_seats": rule.extra_seats,
        "programmes": compiled.labels.programmes.filter(pl.Series(compiled.constraints.growing)).to_list(),
    }


def _regions(compiled: CompiledRound, names: list[str]) -> dict[str, Any] | None:
    rule, limits = compiled.model.regional_caps, compiled.constraints
    if rule is None:
        return None
    regions = sorted(rule.caps)
    where = zip(names, limits.region.tolist(), limits.target.tolist(), strict=True)
    inside = {name: [regions[region], sure] for name, region, sure in where if region >= 0}
    return {"caps": dict(rule.caps), "programmes": inside}


def _reserved(compiled: CompiledRound, names: list[str]) -> dict[str, dict[str, int]] | None:
    reserves = _reserve_names(compiled)
    if not reserves:
        return None
    rows = zip(names, compiled.constraints.reserved.tolist(), strict=True)
    return {name: {one: n for one, n in zip(reserves, row, strict=True) if n} for name, row in rows}


def _reserve_names(compiled: CompiledRound) -> list[str]:
    """In the order of the columns of `Constraints.reserved`; a seat type is named within its division."""
    splits = [one for one in compiled.model.splits if one.walk == "maximal_use"]
    return [f"{one.id}/{kind.id}" for one in splits for kind in one.types if not kind.seats.rest]


def rank_first_of(compiled: CompiledRound) -> np.typing.NDArray[np.bool_]:
    """Shape (slots,); whether a seat looks at the place on the list before everything else."""
    if compiled.model.mechanism == RANK_FIRST:
        return compiled.constraints.rank_first
    return np.full(compiled.market.slots, compiled.model.mechanism == BOSTON)


def _in_order_of_name(round_: Round) -> pl.DataFrame:
    """Numbers that say nothing, to compile before the draw."""
    holders = ticket_holders(round_)
    return holders.with_columns(ticket=pl.int_range(holders.height, dtype=pl.Int64, eager=True))


def _holder(row: Mapping[str, Any], *, by_family: bool) -> str:
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


def _listed(compiled: CompiledRound) -> pl.DataFrame:
    market = compiled.market
    return _standings(compiled, market.owner(), market.slot, market.key).with_columns(rank=market.rank)


def _standings(compiled: CompiledRound, who: Codes, slot: Codes, key: Integers) -> pl.DataFrame:
    """`applicant, programme, seat_type, category, order` of each key; a null category shuts out."""
    labels, shut = compiled.labels, key == UNACCEPTABLE
    category = pl.Series(np.where(shut, -1, key >> CATEGORY_SHIFT))
    return pl.DataFrame(
        {
            "applicant": labels.applicants.gather(pl.Series(who)),
            "programme": labels.programmes.gather(pl.Series(compiled.market.programme[slot])),
            "seat_type": labels.seat_types.gather(pl.Series(slot)),
            "category": category.replace(-1, None),
            "order": np.where(shut, 0, (key >> ORDER_SHIFT) & (ORDERS - 1)),
        }
    )


def _special(compiled: CompiledRound) -> dict[str, dict[str, Any]]:
    """What only some rules look at: by name of the field, by applicant."""
    model, names = compiled.model, compiled.labels.applicants.to_list()
    found: dict[str, dict[str, Any]] = {}
    if model.blocks is not None:
        found["together"] = _together(names, compiled.constraints.block)
    if model.mechanism == BY_CONSENT:
        found["consent"] = dict(zip(names, compiled.constraints.consent.tolist(), strict=True))
    if _reserve_names(compiled):
        found["reserves"] = _usable_reserves(compiled, names)
    if model.mechanism == TRADES:
        found["elsewhere"] = {name: [] for name in names} | _unlisted(compiled)
    return found


def _together(names: list[str], block: Integers) -> dict[str, list[str]]:
    """The children placed with each child, itself included; empty for who stands alone."""
    groups: dict[int, list[str]] = {}
    for name, number in zip(names, block.tolist(), strict=True):
        groups.setdefault(number, []).append(name)
    return {name: sorted(group) if len(group) > 1 else [] for group in groups.values() for name in group}


def _usable_reserves(compiled: CompiledRound, names: list[str]) -> dict[str, dict[str, list[str]]]:
    """By programme the reserves that an applicant may use there."""
    reserves, found = _reserve_names(compiled), {name: dict[str, list[str]]() for name in names}
    rows = _listed(compiled).select("applicant", "programme").iter_rows()
    for (name, programme), bits in zip(rows, compiled.constraints.traits.tolist(), strict=True):
        usable = [one for place, one in enumerate(reserves) if bits >> place & 1]
        found[name] |= {programme: usable} if usable else {}
    return found


def _unlisted(compiled: CompiledRound) -> dict[str, list[Any]]:
    """Standings at seats that were not listed, which can be traded: the fields of an entry but the rank."""
    hidden = compiled.market.unlisted
    frame = _standings(compiled, hidden.applicant, hidden.slot, hidden.key)
    fields = tuple(field for field in ENTRY if field != "rank")
    return _grouped(frame.sort("applicant", "programme", "seat_type"), fields)
