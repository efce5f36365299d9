# SPDX-License-Identifier: EUPL-1.2
"""Lists as those of Amsterdam in 2025: calibrated on the published preferences per department.

Published are, for each of 152 departments, the capacity and how many children had it as first, second and
third choice. Children choose here among departments of their own level only. First choices are exactly the
published ones; a second choice is drawn from the other departments of the level with weights that reproduce
the published second choices, a third choice likewise; further choices use the weights of the third. Nothing
is known here about who combines which departments, about homes, or about schools that admit pupils
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Flags, Floats, Integers
from gemengd.tables import Finding, InvalidTable

COLUMNS = ("school", "department", "capacity", "first_pref", "second_pref", "third_pref")
LEVELS = {
    "vwo": "vwo",
    "v.a. havo": "havo",
    "havo": "havo",
    "v.a. vmbo-g-t": "vmbo_t",
    "vmbo-g-t": "vmbo_t",
    "v.a. vmbo-b": "vmbo_bk",
    "v.a. vmbo-k": "vmbo_bk",
    "vmbo-k": "vmbo_bk",
}
"""Department to the level of the children who choose among such departments; "v.a." = "from … up"."""

LENGTHS = {"vwo": 12, "havo": 12, "vmbo_t": 6, "vmbo_bk": 4}
"""Programmes on a list, by level; OSVO asks for exactly so many."""

ROUNDS_OF_FITTING = 60


@dataclass(frozen=True, slots=True)
class Amsterdam:
    """The tables of the calibrated round.

    Attributes:
        programmes: `programme, school, seats`; a programme is a row of the published table.
        applicants: `applicant, level`.
        preferences: `applicant, rank, programme`.
        published: the published table with `programme` and `level`.
    """

    programmes: pl.DataFrame
    applicants: pl.DataFrame
    preferences: pl.DataFrame
    published: pl.DataFrame


def amsterdam_2025(path: Path, *, seed: int) -> Amsterdam:
    """Make up lists that agree with what was published.

    Args:
        path: `osvo_matching_2025_departments.csv` (docs/how-to/compare-rules.md says what it holds).
        seed: seed, 0 or more.

    Raises:
        InvalidTable: the file lacks a column, or holds an unknown department or a wrong number.
    """
    published = read_departments(path)
    rng = np.random.Generator(np.random.Philox(key=seed))
    parts = [_lists(published.filter(pl.col("level") == level), rng) for level in LENGTHS]
    names = np.concatenate([np.repeat(part[0], part[1].shape[0]) for part in parts])
    order = rng.permutation(names.size)
    width = len(str(names.size))
    pseudonym = np.array([f"c{one + 1:0{width}}" for one in order])
    tables, begin = [], 0
    for _, lists, departments in parts:
        tables.append(_table(lists, departments, pseudonym[begin : begin + lists.shape[0]]))
        begin += lists.shape[0]
    applicants = pl.DataFrame({"applicant": pseudonym, "level": names}).sort("applicant")
    programmes = published.select("programme", "school", pl.col("capacity").alias("seats"))
    return Amsterdam(programmes, applicants, pl.concat(tables).sort("applicant", "rank"), published)


def read_departments(path: Path) -> pl.DataFrame:
    """The published table with a name for each row (`programme`) and the `level`.

    School and department together are no key, so the number of the row is part of the name.

    Raises:
        InvalidTable: as for `amsterdam_2025`.
    """
    try:
        frame = pl.read_csv(path, separator=";", infer_schema_length=None)
    except (OSError, pl.exceptions.PolarsError) as error:
        found = str(error).splitlines()[0]
        raise InvalidTable(path.name, [Finding("", found, "a table with `;`", file=path.name)]) from error
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        findings = [Finding(name, f"{frame.columns}", "this column", file=path.name) for name in missing]
        raise InvalidTable(path.name, findings)
    _refuse(frame, path.name)
    row = pl.int_range(1, frame.height + 1).cast(pl.String).str.zfill(3)
    name = pl.concat_str("school", "department", row, separator="/").str.replace_all(" ", "_")
    return frame.with_columns(name.alias("programme"), pl.col("department").replace(LEVELS).alias("level"))


def _refuse(frame: pl.DataFrame, file: str) -> None:
    findings = [
        Finding("department", repr(one), f"one of {list(LEVELS)}", row=row, file=file)
        for row, one in enumerate(frame["department"], start=2)
        if one not in LEVELS
    ]
    for name in COLUMNS[2:]:
        numbers = frame[name].cast(pl.Int64, strict=False)
        findings += [
            Finding(name, repr(frame[name][row]), "a whole number, 0 or more", row=row + 2, file=file)
            for row, one in enumerate(numbers)
            if one is None or one < 0
        ]
    if findings:
        raise InvalidTable(file, findings)


def _lists(level: pl.DataFrame, rng: np.random.Generator) -> tuple[str, Integers, list[str]]:
    """Level, shape (children, length) lists as row numbers, and the names of the rows."""
    name = str(level["level"][0])
    wanted = [level[column].to_numpy().astype(np.float64) for column in COLUMNS[3:]]
    first = np.repeat(np.arange(level.height), level["first_pref"].to_numpy())
    lists = [first]
    taken = np.zeros((first.size, level.height), dtype=np.bool_)
    taken[np.arange(first.size), first] = True
    weight = wanted[0]
    for rank in range(1, min(LENGTHS[name], level.height)):
        if rank < len(wanted):
            weight = fitted(taken, wanted[rank])
        choice = _drawn(taken, weight, rng)
        taken[np.arange(first.size), choice] = True
        lists.append(choice)
    return name, np.stack(lists, axis=1), level["programme"].to_list()


def fitted(taken: Flags, wanted: Floats) -> Floats:
    """Weights with which the choices are expected to be those wanted, found by scaling again and again.

    Args:
        taken: shape (children, departments); already on the list.
        wanted: shape (departments,); choices published, scaled to the number of children.
    """
    target = wanted / wanted.sum() * taken.shape[0]
    weight = np.maximum(target, 1e-9)
    for _ in range(ROUNDS_OF_FITTING):
        expected = np.maximum(_shares(taken, weight).sum(axis=0), 1e-12)
        weight = weight * target / expected
        weight = np.maximum(weight / weight.sum(), 1e-12)
    return np.asarray(weight, dtype=np.float64)


def _shares(taken: Flags, weight: Floats) -> Floats:
    open_ = np.where(taken, 0.0, weight)
    return np.asarray(open_ / open_.sum(axis=1, keepdims=True))


def _drawn(taken: Flags, weight: Floats, rng: np.random.Generator) -> Integers:
    share = _shares(taken, weight).cumsum(axis=1)
    share[:, -1] = 1.0
    choice = np.asarray((rng.random((taken.shape[0], 1)) >= share).sum(axis=1), dtype=np.int64)
    # A rounding error may end on a department already listed: take the nearest open one after it.
    clash = np.flatnonzero(taken[np.arange(choice.size), choice])
    for one in clash:
        choice[one] = np.flatnonzero(~taken[one])[0]
    return choice


def _table(lists: Integers, programmes: list[str], who: np.typing.NDArray[np.str_]) -> pl.DataFrame:
    children, length = lists.shape
    return pl.DataFrame(
        {
            "applicant": np.repeat(who, length),
            "rank": np.tile(np.arange(1, length + 1), children),
            "programme": pl.Series(programmes, dtype=pl.String).gather(pl.Series(lists.ravel())),
        }
    )
