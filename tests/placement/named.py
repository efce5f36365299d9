# SPDX-License-Identifier: EUPL-1.2
"""Markets with names, for the tests of audit, explanation, re-match, chances and comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from gemengd.placement import Compiled, Labels, Market, compile_market


def named(market: Market) -> Labels:
    """Labels for a market made of numbers: `a0`, `a1` …, `p0`, `p1` …, seat type "all"."""
    return Labels(
        pl.Series([f"a{one}" for one in range(market.applicants)], dtype=pl.String),
        pl.Series([f"p{one}" for one in range(market.programmes)], dtype=pl.String),
        pl.Series(["all"] * market.slots, dtype=pl.String),
    )


def town(
    lists: Mapping[str, Sequence[str]],
    seats: Mapping[str, int],
    *,
    order: Sequence[str] | None = None,
    **more: Any,
) -> Compiled:
    """A compiled round from lists; the lottery numbers follow `order`, by default that of the lists."""
    wishes = [(a, rank, p) for a, one in lists.items() for rank, p in enumerate(one, start=1)]
    schema = {"applicant": pl.String, "rank": pl.Int64, "programme": pl.String}
    numbers = {name: place for place, name in enumerate(order or lists)}
    people = more.pop("applicants", pl.DataFrame({"applicant": list(lists)}))
    tickets = more.pop("tickets", None)
    if tickets is None:
        tickets = pl.DataFrame({"applicant": list(lists), "ticket": [numbers[name] for name in lists]})
    return compile_market(
        pl.DataFrame({"programme": list(seats), "seats": list(seats.values())}),
        people,
        pl.DataFrame(wishes, schema=schema, orient="row"),
        tickets,
        **more,
    )


def crowd(
    applicants: int, programmes: int, length: int, *, seed: int = 0, room: float = 1.1, groups: int = 1
) -> Market:
    """A larger market with one number per child and popular and less popular programmes."""
    rng = np.random.default_rng(seed)
    wish = rng.gumbel(size=(applicants, programmes)) - np.linspace(0, 2, programmes)
    lists = np.argsort(-wish, axis=1)[:, :length]
    category = rng.integers(0, groups, (applicants, length))
    key = (category << 40) | np.arange(applicants)[:, None]
    return Market(
        start=np.arange(0, applicants * length + 1, length),
        slot=lists.ravel().astype(np.int32),
        key=key.ravel().astype(np.int64),
        rank=np.tile(np.arange(1, length + 1, dtype=np.int32), applicants),
        seats=np.full(programmes, int(applicants / programmes * room), dtype=np.int64),
        programme=np.arange(programmes, dtype=np.int32),
        lottery="applicant",
        family=np.arange(applicants, dtype=np.int32),
    )
