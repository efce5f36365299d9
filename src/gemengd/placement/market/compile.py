# SPDX-License-Identifier: EUPL-1.2
"""From tables to a compiled market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gemengd.placement.market.frame_checks import need_columns, refuse_repeats, refuse_rows
from gemengd.placement.market.keys import UNACCEPTABLE, pack
from gemengd.placement.market.market import PER_APPLICANT, PER_PROGRAMME, Labels, Market, Unlisted
from gemengd.placement.market.numbering import number_applicants, number_pairs, ticket_ranks
from gemengd.placement.market.seat_types import slot_table, steps_of
from gemengd.placement.market.standing import claims_table, standings


@dataclass(frozen=True, slots=True)
class Compiled:
    """A market and the names behind its numbers."""

    market: Market
    labels: Labels


def compile_market(
    programmes: pl.DataFrame,
    applicants: pl.DataFrame,
    preferences: pl.DataFrame,
    tickets: pl.DataFrame,
    *,
    lottery: str = PER_APPLICANT,
    categories: pl.DataFrame | None = None,
    other_category: int | None = None,
    seat_types: pl.DataFrame | None = None,
    walks: pl.DataFrame | None = None,
    tradable: bool = False,
) -> Compiled:
    """Compile a round. The order of rows has no influence on the result, not on a single bit.

    Args:
        programmes: `programme`, `seats`.
        applicants: `applicant`; `family` with a number per family; `type` where `walks` tells types apart.
        preferences: `applicant`, `rank` (whole, from 1, lower is wanted more; gaps are closed), `programme`.
        tickets: `ticket` (anything that sorts; lower is better) per `applicant`; with lottery "programme" per
            `applicant` and `programme`, for every pair listed; with lottery "family" per `family`.
        lottery: "applicant" (one number per child), "programme" (one per programme) or "family". Children
            of a family that share a number follow each other in the order of their names.
        categories: `applicant`, `programme`, `category` (0 is best; null = may not be placed there) and,
            where a seat type goes by an order, `order` (lower is better, distance for one). With a column
            `seat_type` a row holds for that seat type and takes precedence over a row where it is null.
        other_category: category of who has no row; default one more than the highest in `categories`.
        seat_types: `programme`, `seat_type`, `seats` and, optionally, `ordered` (whether `order` comes
            before the lottery). A programme without rows has one seat type, "all". The seats must add up
            to the programme's.
        walks: how applicants go through the seat types of a programme: `type`, `seat_type`, `position`
            (lower is tried first) and, optionally, `standing` (0 is best; comes before the category) and
            `programme` (null = every programme). A seat type without a row for a type is closed to that
            type: a hard reserve. Without `walks` every applicant tries the seat types in the order of
            their names.
        tradable: hold the priorities at programmes that were not listed too, so that top trading cycles can
            trade them; takes memory for applicants × programmes.

    Returns:
        The market and its labels.

    Raises:
        InvalidTable: a table lacks a column, names somebody unknown, holds a row twice or a wrong number.
        ValueError: a number does not fit the priority keys, or the lottery is not known.
    """
    slots = slot_table(programmes, seat_types)
    people = number_applicants(applicants, tickets, lottery)
    wishes = _wishes(preferences, people, slots)
    pairs = _with_unlisted(wishes, people, slots) if tradable else wishes
    pairs = number_pairs(pairs, ticket_ranks(tickets, people, slots) if lottery == PER_PROGRAMME else None)
    entries = pairs.join(steps_of(slots, walks, people), on=["p", "type"], how="inner")
    claims = None if categories is None else claims_table(categories, people, slots)
    entries = standings(entries, claims, other_category).sort("a", "list_rank", "position", "s")
    listed = entries.filter(pl.col("list_rank").is_not_null())
    hidden = entries.filter(pl.col("list_rank").is_null())
    market = Market(
        start=_starts(listed["a"].to_numpy(), people.height),
        slot=_array(listed["s"], pl.Int32),
        key=_keys(listed),
        rank=_array(listed["list_rank"], pl.Int32),
        seats=_array(slots["seats"], pl.Int64),
        programme=_array(slots["p"], pl.Int32),
        lottery=lottery,
        family=_array(people["family"], pl.Int32),
        unlisted=_unlisted(hidden),
    )
    names = slots.unique("p").sort("p")["programme"]
    return Compiled(market, Labels(people["applicant"], names, slots["seat_type"]))


def _wishes(preferences: pl.DataFrame, people: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    """Who wants what: `a, p, type, list_rank`."""
    need_columns("preferences", preferences, ["applicant", "rank", "programme"])
    known = slots.select("programme", "p").unique()
    found = preferences.select("applicant", "rank", "programme")
    found = found.join(people.select("applicant", "a", "type"), on="applicant", how="left")
    found = found.join(known, on="programme", how="left")
    refuse_rows("preferences", found, pl.col("a").is_null(), "applicant", "an applicant of the round")
    refuse_rows("preferences", found, pl.col("p").is_null(), "programme", "a programme of the round")
    unranked = pl.col("rank").is_null() | (pl.col("rank") < 1)
    refuse_rows("preferences", found, unranked, "rank", "a whole number, 1 or more")
    refuse_repeats(
        "preferences",
        found,
        ["applicant", "programme"],
        "each programme once per applicant",
        codes=["a", "p"],
    )
    refuse_repeats(
        "preferences", found, ["applicant", "rank"], "each rank once per applicant", codes=["a", "rank"]
    )
    closed_up = pl.col("rank").rank("dense").over("a").alias("list_rank")
    return found.select("a", "p", "type", closed_up)


def _with_unlisted(wishes: pl.DataFrame, people: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    every = people.select("a", "type").join(slots.select("p").unique(), how="cross")
    rest = every.join(wishes, on=["a", "p"], how="anti")
    return pl.concat([wishes, rest.select("a", "p", "type")], how="diagonal")


def _array(column: pl.Series, kind: type[pl.DataType]) -> np.typing.NDArray[Any]:
    """A column as an array of the market: writable, as all are, so that each kernel is compiled once."""
    return column.cast(kind).to_numpy(writable=True)


def _starts(owner: np.typing.NDArray[np.int64], applicants: int) -> np.typing.NDArray[np.int64]:
    start = np.zeros(applicants + 1, dtype=np.int64)
    start[1:] = np.cumsum(np.bincount(owner, minlength=applicants))
    return start


def _keys(entries: pl.DataFrame) -> np.typing.NDArray[np.int64]:
    parts = (entries[name].cast(pl.Int64).fill_null(0).to_numpy() for name in ("class", "place", "ticket"))
    return np.where(entries["class"].is_null().to_numpy(), UNACCEPTABLE, pack(*parts))


def _unlisted(hidden: pl.DataFrame) -> Unlisted:
    hidden = hidden.filter(pl.col("ticket").is_not_null() & pl.col("class").is_not_null())
    slot, who = (_array(hidden[name], pl.Int32) for name in ("s", "a"))
    return Unlisted(slot, who, _keys(hidden))
