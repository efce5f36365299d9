# SPDX-License-Identifier: EUPL-1.2
"""How many seats of each type, who walks them in which order, and in which category an applicant stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import polars as pl

from gemengd.placement.rules.conditions import expression
from gemengd.placement.rules.model import Model, SeatNumber, SeatSplit, SeatType
from gemengd.placement.rules.pairs import applicant_attributes, programme_attributes
from gemengd.placement.rules.rounds import Round

ORDER_COLUMN = {"distance": "claims:distance", "explicit": "claims:order"}


@dataclass(frozen=True, slots=True)
class Division:
    """The seats of one programme by seat type, in the order in which the types are listed."""

    programme: str
    split: SeatSplit
    seats: Mapping[str, int]


def split_of(round_: Round, model: Model) -> dict[str, SeatSplit]:
    """Programme to its division of seats: the first one that names it. Programmes without one are absent."""
    frame = programme_attributes(round_)
    found: dict[str, SeatSplit] = {}
    for split in reversed(model.splits):
        names = frame.filter(expression(split.programmes))["programme"].to_list()
        found |= dict.fromkeys(names, split)
    return found


def divisions(round_: Round, model: Model) -> list[Division]:
    """The divisions worked out in whole seats; a negative rest shows that the types ask too much."""
    rows = {row["programme"]: row for row in round_.programmes.to_dicts()}
    pools: dict[tuple[str, str, str | None], Fraction] = {}
    return [
        Division(programme, split, _numbers(round_, rows[programme], split, pools))
        for programme, split in sorted(split_of(round_, model).items())
    ]


def _numbers(
    round_: Round,
    row: Mapping[str, object],
    split: SeatSplit,
    pools: dict[tuple[str, str, str | None], Fraction],
) -> dict[str, int]:
    seats = int(str(row["seats"]))
    numbers: dict[str, int] = {}
    for kind in split.types:
        if kind.seats.share_of is not None:
            part = _pool(round_, kind, split, row, pools)
            numbers[kind.id] = whole(part * seats, kind.seats.rounding)
        elif not kind.seats.rest:
            numbers[kind.id] = _number(kind.seats, seats, row)
    rest = seats - sum(numbers.values())
    return {kind.id: numbers.get(kind.id, rest) for kind in split.types}


def _number(asked: SeatNumber, seats: int, row: Mapping[str, object]) -> int:
    if asked.number is not None:
        return asked.number
    if asked.share is not None:
        return whole(asked.share * seats, asked.rounding)
    return int(str(row.get(str(asked.column)) or 0))


def whole(number: Fraction, rounding: str) -> int:
    """A fraction as a whole number; with "nearest" a half goes up."""
    if rounding == "nearest":
        return floor(number + Fraction(1, 2))
    return ceil(number) if rounding == "up" else floor(number)


def _pool(
    round_: Round,
    kind: SeatType,
    split: SeatSplit,
    row: Mapping[str, object],
    pools: dict[tuple[str, str, str | None], Fraction],
) -> Fraction:
    """The share of the group among the applicants of the cohort, or among those who list the programme."""
    where = row["cohort"] if kind.seats.share_of == "applicants" else row["programme"]
    key = (split.id, kind.id, None if where is None else str(where))
    if key not in pools:
        people = applicant_attributes(round_)
        if kind.seats.share_of == "listing":
            listing = round_.preferences.filter(pl.col("programme") == where)
            people = people.join(listing, on="applicant", how="semi")
        elif where is not None:
            people = people.filter(pl.col("applicants:cohort") == where)
        inside = int(people.select(expression(kind.who).sum()).item()) if people.height else 0
        pools[key] = Fraction(inside, max(people.height, 1))
    return pools[key]


def seat_frame(found: list[Division]) -> pl.DataFrame | None:
    """The seat types in the engine's form; None where all seats are alike."""
    rows = [
        (one.programme, kind.id, one.seats[kind.id], kind.order != "lottery")
        for one in found
        if one.split.walk != "maximal_use"
        for kind in one.split.types
    ]
    schema = {"programme": pl.String, "seat_type": pl.String, "seats": pl.Int64, "ordered": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row") if rows else None


def own_types(model: Model) -> list[SeatType]:
    """Seat types that divisions with `own_first` hold for a group."""
    return [kind for split in model.splits if split.walk == "own_first" for kind in split.types]


def type_labels(round_: Round, model: Model) -> pl.DataFrame:
    """Which of the `own_first` seat types are meant for whom: `applicant, type`, a 1 or 0 for each."""
    own = own_types(model)
    bits = [expression(kind.who).cast(pl.Int8).cast(pl.String) for kind in own]
    label = pl.concat_str(bits) if bits else pl.lit("")
    return applicant_attributes(round_).select("applicant", label.alias("type"))


def walk_frame(found: list[Division], labels: pl.Series, model: Model) -> pl.DataFrame | None:
    """The order in which each type of applicant tries the seat types, in the engine's form."""
    own = own_types(model)
    rows = [
        (label, kind.id, place, one.programme)
        for one in found
        if one.split.walk != "maximal_use"
        for label in labels.unique().sort()
        for place, kind in enumerate(_walked(one.split, label, own))
    ]
    schema = {"type": pl.String, "seat_type": pl.String, "position": pl.Int64, "programme": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row") if rows else None


def _walked(split: SeatSplit, label: str, own: list[SeatType]) -> list[SeatType]:
    if split.walk != "own_first":
        return list(split.types)
    mine = [kind for kind in split.types if label[_place(own, kind)] == "1"]
    return mine + [kind for kind in split.types if label[_place(own, kind)] == "0"]


def _place(own: list[SeatType], kind: SeatType) -> int:
    return next(place for place, one in enumerate(own) if one is kind)


def category_frame(pairs: pl.DataFrame, model: Model, splits: Mapping[str, SeatSplit]) -> pl.DataFrame:
    """Where each pair stands at each seat type: `applicant, programme, seat_type, category, order`.

    0 = guaranteed, then the priority groups in order, then everybody else; at seats meant for others all of
    these once more behind, or null where such seats stay empty. Null also for who does not qualify.

    Args:
        pairs: pairs with every attribute and `rank`, and any columns to keep (`variant`).
        model: the rules.
        splits: programme to its division.
    """
    whole_splits = [split for split in model.splits if split.walk != "maximal_use"]
    named = [(split, [p for p, one in splits.items() if one is split]) for split in whole_splits]
    parts = [
        _categories(pairs.filter(pl.col("programme").is_in(names)), model, kind)
        for split, names in named
        for kind in split.types
    ]
    divided = [name for _, names in named for name in names]
    parts.append(_categories(pairs.filter(~pl.col("programme").is_in(divided)), model, None))
    return pl.concat(parts)


def last_category(model: Model) -> int:
    """The category of who is in no group."""
    return len(model.priorities) + 1


def _categories(pairs: pl.DataFrame, model: Model, kind: SeatType | None) -> pl.DataFrame:
    group = _group(model, None if kind is None else kind.priorities)
    outside = pl.lit(None, pl.Int64) if kind is not None and kind.hard else group + last_category(model) + 1
    inside = pl.lit(value=True) if kind is None else expression(kind.who)
    category = (
        pl.when(~qualifies(model))
        .then(pl.lit(None, pl.Int64))
        .when(promised_pairs(model))
        .then(pl.lit(0, pl.Int64))
        .when(inside)
        .then(group)
        .otherwise(outside)
    )
    order = pl.lit(None, pl.Int64)
    if kind is not None and kind.order != "lottery":
        order = pl.col(ORDER_COLUMN[kind.order])
    keep = ["applicant", "programme", *(["variant", "rank"] if "variant" in pairs.columns else [])]
    name = pl.lit(None if kind is None else kind.id, pl.String)
    return pairs.select(*keep, name.alias("seat_type"), category.alias("category"), order.alias("order"))


def _group(model: Model, chosen: tuple[str, ...] | None) -> pl.Expr:
    group = pl.lit(last_category(model), pl.Int64)
    for place, one in reversed(list(enumerate(model.priorities, start=1))):
        if chosen is None or one.id in chosen:
            group = pl.when(expression(one.when)).then(pl.lit(place, pl.Int64)).otherwise(group)
    return group


def promised_pairs(model: Model) -> pl.Expr:
    """Whether a guarantee holds for a pair."""
    rules = [one.when for one in model.guarantees]
    return expression({"any": rules}) if rules else pl.lit(value=False)


def qualifies(model: Model) -> pl.Expr:
    """Whether a pair meets the conditions of the school."""
    rules = [{"any": [{"not": one.programmes}, one.require]} for one in model.eligibility]
    return expression({"all": rules}) if rules else pl.lit(value=True)
