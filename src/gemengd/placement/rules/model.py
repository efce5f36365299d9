# SPDX-License-Identifier: EUPL-1.2
"""Rules as objects, read from data that passed the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gemengd.placement.rules.canonical import share

Condition = Mapping[str, Any]
EVERYBODY: Condition = {"always": True}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule comes from: names of sources, whether they say so in as many words, and what is unsure."""

    sources: tuple[str, ...]
    certain: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class ListLength:
    """How many programmes a list may hold; `least` 0 and `most` None set no bound."""

    id: str
    who: Condition
    least: int
    most: int | None
    refuse_short: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may be placed in some programmes."""

    id: str
    programmes: Condition
    require: Condition
    origin: Origin


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Who is promised a place: in the programme itself, or (`one_of_them`) in one of several."""

    id: str
    title: str
    when: Condition
    one_of_them: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority group; `when` includes where it counts."""

    id: str
    title: str
    when: Condition
    origin: Origin


@dataclass(frozen=True, slots=True)
class SeatNumber:
    """How many seats: one of a number, a share, a column, the share of the group, or (all None) the rest."""

    number: int | None = None
    share: Fraction | None = None
    column: str | None = None
    share_of: str | None = None
    rounding: str = "down"

    @property
    def rest(self) -> bool:
        """Whether these are the seats that the others leave."""
        return self == SeatNumber(rounding=self.rounding)


@dataclass(frozen=True, slots=True)
class SeatType:
    """Seats of one kind.

    Attributes:
        seats: how many.
        who: for whom.
        hard: whether they stay empty rather than go to others.
        order: lottery, distance or explicit.
        priorities: the groups that count here, None = all.
    """

    id: str
    title: str
    seats: SeatNumber
    who: Condition
    hard: bool
    order: str
    priorities: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class SeatSplit:
    """How some programmes divide their seats; `walk` is as_listed, own_first or maximal_use."""

    id: str
    programmes: Condition
    walk: str
    types: tuple[SeatType, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class RegionalCaps:
    """Regions that share a cap."""

    column: str
    target: str
    caps: Mapping[str, int]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Backups:
    """Programmes added below a list."""

    when: Condition
    order: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class TailRepair:
    """Seats added for who falls off the end; `rank_above` None helps the unplaced only."""

    unplaced: bool
    rank_above: int | None
    programmes: Condition
    extra_seats: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class ReserveList:
    """The order of the reserve list."""

    inverted: bool
    priorities: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Model:
    """Everything a round is placed by."""

    mechanism: str
    mechanism_programmes: Condition
    consent: Condition
    mechanism_origin: Origin
    numbers: str
    lottery_origin: Origin
    lists: tuple[ListLength, ...]
    eligibility: tuple[Eligibility, ...]
    guarantees: tuple[Guarantee, ...]
    priorities: tuple[Priority, ...]
    splits: tuple[SeatSplit, ...]
    regional_caps: RegionalCaps | None
    backups: Backups | None
    blocks: Origin | None
    tail_repair: TailRepair | None
    reserve_list: ReserveList | None


def model_of(data: Mapping[str, Any]) -> Model:
    """The model behind rules that passed every check and hold nothing that is still to be set."""
    mechanism, reserve = data["mechanism"], data.get("reserve_list")
    families, backups = data.get("families"), data.get("backups")
    return Model(
        mechanism=mechanism["name"],
        mechanism_programmes=mechanism.get("programmes", EVERYBODY),
        consent=mechanism.get("consent", EVERYBODY),
        mechanism_origin=_origin(mechanism),
        numbers=data["lottery"]["numbers"],
        lottery_origin=_origin(data["lottery"]),
        lists=tuple(_list_length(one) for one in data.get("lists", ())),
        eligibility=tuple(_eligibility(one) for one in data.get("eligibility", ())),
        guarantees=tuple(_guarantee(one) for one in data.get("guarantees", ())),
        priorities=tuple(_priority(one) for one in data.get("priorities", ())),
        splits=tuple(_split(one) for one in data.get("seat_types", ())),
        regional_caps=_caps(data.get("regional_caps")),
        backups=None if backups is None else Backups(backups["when"], backups["order"], _origin(backups)),
        blocks=None if families is None else _origin(families),
        tail_repair=_tail_repair(data.get("tail_repair")),
        reserve_list=None
        if reserve is None
        else ReserveList(reserve["order"] == "inverted", reserve.get("priorities", True), _origin(reserve)),
    )


def _origin(one: Mapping[str, Any]) -> Origin:
    source = one["source"]
    names = (source,) if isinstance(source, str) else tuple(source)
    return Origin(names, one["certain"], one.get("note"))


def _where(one: Mapping[str, Any]) -> Condition:
    return EVERYBODY if "programmes" not in one else {"all": [one["programmes"], one["when"]]}


def _title(one: Mapping[str, Any]) -> str:
    return str(one.get("title", {}).get("en", one["id"]))


def _list_length(one: Mapping[str, Any]) -> ListLength:
    short = one.get("too_short") == "refuse"
    who = one.get("for", EVERYBODY)
    return ListLength(one["id"], who, one.get("least", 0), one.get("most"), short, _origin(one))


def _eligibility(one: Mapping[str, Any]) -> Eligibility:
    return Eligibility(one["id"], one.get("programmes", EVERYBODY), one["require"], _origin(one))


def _guarantee(one: Mapping[str, Any]) -> Guarantee:
    when = _where(one) if "programmes" in one else one["when"]
    return Guarantee(one["id"], _title(one), when, one.get("promise") == "one_of_them", _origin(one))


def _priority(one: Mapping[str, Any]) -> Priority:
    return Priority(one["id"], _title(one), _where(one) if "programmes" in one else one["when"], _origin(one))


def _split(one: Mapping[str, Any]) -> SeatSplit:
    types = tuple(_seat_type(kind) for kind in one["types"])
    walk = one.get("walk", "as_listed")
    return SeatSplit(one["id"], one.get("programmes", EVERYBODY), walk, types, _origin(one))


def _seat_type(one: Mapping[str, Any]) -> SeatType:
    chosen = one.get("priorities")
    return SeatType(
        one["id"],
        _title(one),
        _seats(one["seats"], one.get("round", "down")),
        one.get("for", EVERYBODY),
        one.get("others") == "never",
        one.get("order", "lottery"),
        None if chosen is None else tuple(chosen),
    )


def _seats(seats: Mapping[str, Any], rounding: str) -> SeatNumber:
    part = None if "share" not in seats else share(seats["share"])
    return SeatNumber(seats.get("number"), part, seats.get("column"), seats.get("share_of"), rounding)


def _caps(one: Mapping[str, Any] | None) -> RegionalCaps | None:
    return None if one is None else RegionalCaps(one["column"], one["target"], one["caps"], _origin(one))


def _tail_repair(one: Mapping[str, Any] | None) -> TailRepair | None:
    if one is None:
        return None
    when, programmes = one["when"], one.get("programmes", EVERYBODY)
    unplaced, above = when.get("unplaced", False), when.get("rank_above")
    return TailRepair(unplaced, above, programmes, one["extra_seats"], _origin(one))


def unset_in(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """JSON pointer and question of everything that is still to be set."""
    if isinstance(value, Mapping):
        if set(value) == {"to_be_set"}:
            yield pointer, str(value["to_be_set"])
            return
        for name, one in value.items():
            yield from unset_in(one, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from unset_in(one, f"{pointer}/{index}")
