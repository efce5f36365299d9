# SPDX-License-Identifier: EUPL-1.2
"""A made-up round under a scheme of the library: every table the rules look at, and the truth behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from gemengd.placement.example.amsterdam import amsterdam_2025
from gemengd.placement.example.town import Town, Truth, generate
from gemengd.placement.rules import Rules, scheme, scheme_text
from gemengd.placement.rules.conditions import columns_used
from gemengd.placement.rules.consistency import CONDITIONS
from gemengd.placement.rules.meaning import rules_of
from gemengd.placement.rules.reading import RULES_FILE

DEFAULT_SCHEME = "weesp_po_2022"
AMSTERDAM_SCHEME = "amsterdam_vo_2024"
NEAR = 8
"""Claims are made for the programmes on a list and for so many nearest ones."""

TARGET = frozenset({"vve_indication", "ve_indication", "extra_attention", "indicator", "vulnerable"})
"""Flags of children that schemes use for a target group."""

EVERYBODY = frozenset({"resident", "in_time", "before_first_round", "city_or_near"})
"""Flags that hold for every child of a made-up town."""

NEAREST = {"neighbourhood": 3, "priority_school": 8, "border_area": 0}
"""Claims that go with the nearest programmes, and with how many of them."""

SELDOM = 0.03
"""Share of the pairs with any other claim."""

HELD = 10
"""One in so many seats is held where the rules read held seats from a column."""


@dataclass(frozen=True, slots=True)
class ExampleRound:
    """A made-up round.

    Attributes:
        tables: `programmes`, `applicants`, `preferences` and `claims`.
        rules: the text of the scheme.
        truth: what the lists were made from, as JSON data.
    """

    tables: Mapping[str, pl.DataFrame]
    rules: str
    truth: Mapping[str, Any]


def example_round(
    children: int = 400, programmes: int = 10, *, seed: int, schemes: Sequence[str] = (DEFAULT_SCHEME,)
) -> ExampleRound:
    """Make up a round of a small town with all columns that a scheme looks at.

    Args:
        children: number of children.
        programmes: number of programmes, one to a school.
        seed: seed, 0 or more.
        schemes: names of schemes of the library; the first gives the rules of the round, and the tables
            have what all of them look at, so that they can be compared.

    Raises:
        KeyError: the library has no such scheme.
        RulesNotSet: a scheme leaves something to be decided.
        ValueError: there are fewer programmes than a list must hold.
    """
    rules = [scheme(name) for name in schemes]
    town, level = _town(rules, children, programmes)
    found = generate(town, seed=seed)
    rng = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 1, 0]))
    applicants = found.applicants.with_columns(level=pl.lit(level, pl.String)) if level else found.applicants
    tables, made = _with_columns(
        rules,
        {
            "programmes": found.programmes,
            "applicants": applicants,
            "preferences": found.preferences,
            "claims": _known_claims(found.claims, found.preferences),
        },
        rng,
    )
    return ExampleRound(tables, scheme_text(schemes[0]), _truth(found.truth, tables, seed, made))


def amsterdam_round(path: Path, *, seed: int, schemes: Sequence[str] = (AMSTERDAM_SCHEME,)) -> ExampleRound:
    """The round calibrated on what was published about Amsterdam in 2025 (`generate_amsterdam`).

    Raises:
        InvalidTable: the file is not the published table.
        KeyError, RulesNotSet: as `example_round`.
    """
    rules = [scheme(name) for name in schemes]
    found = amsterdam_2025(path, seed=seed)
    claims = found.preferences.select("applicant", "programme")
    rng = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 1, 0]))
    tables, made = _with_columns(
        rules,
        {
            "programmes": found.programmes,
            "applicants": found.applicants,
            "preferences": found.preferences,
            "claims": claims,
        },
        rng,
    )
    truth = {
        "made_from": "Lists that agree with the published first, second and third choices of 2025.",
        "seed": seed,
        "made_up_columns": made,
        "published": found.published.to_dicts(),
    }
    return ExampleRound(tables, scheme_text(schemes[0]), truth)


def write_example(example: ExampleRound, folder: Path) -> None:
    """Write the round into a folder that is there and empty: four tables, `rules.yaml`, `truth.json`."""
    for name, table in example.tables.items():
        table.write_csv(folder / f"{name}.csv")
    (folder / RULES_FILE).write_text(example.rules, encoding="utf-8")
    text = json.dumps(example.truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def _town(rules: Sequence[Rules], children: int, programmes: int) -> tuple[Town, str | None]:
    """A town whose lists are as long as the rules ask, and the level of its children where rules name one."""
    lengths = [length for one in rules for length in one.model.lists]
    levels = [one.who["level"] for one in lengths if "level" in one.who]
    level = str(levels[-1][-1]) if levels else None
    mine = [one for one in lengths if "level" not in one.who or level in one.who["level"]]
    least = max([1, *(one.least for one in mine)])
    most = min([programmes, max(6, least), *(one.most for one in mine if one.most is not None)])
    if most < least:
        raise ValueError(f"programmes is {programmes}; expected {least} or more: lists must be so long")
    return replace(Town(), children=children, programmes=programmes, least=least, most=most), level


def _known_claims(claims: pl.DataFrame, preferences: pl.DataFrame) -> pl.DataFrame:
    listed = preferences.select("applicant", "programme", listed=pl.lit(value=True))
    found = claims.join(listed, on=["applicant", "programme"], how="left", maintain_order="left")
    wanted = pl.col("listed").fill_null(value=False) | pl.col("sibling") | (pl.col("nearest") <= NEAR)
    return found.filter(wanted).drop("listed")


def _with_columns(
    rules: Sequence[Rules], tables: Mapping[str, pl.DataFrame], rng: np.random.Generator
) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """The tables with every column that the rules look at, and the names of those that were added."""
    found, made = dict(tables), []
    wanted = {pair for one in rules for pair in _columns(one)}
    for table, column in sorted(wanted):
        if column not in found[table].columns and column not in ("level", "cohort", "distance", "nearest"):
            found[table] = found[table].with_columns(_values(table, column, found[table], rng))
            made.append(f"{table}.{column}")
    return found, made


def _columns(rules: Rules) -> Iterator[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for _, rule in rules_of(rules.data):
        for part in (rule, *rule.get("types", ())):
            for name in CONDITIONS:
                found |= columns_used(part[name]) if name in part else set()
            seats = part.get("seats", {})
            found |= {("programmes", seats["column"])} if "column" in seats else set()
    yield from found


def _values(table: str, column: str, frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series | pl.Expr:
    if column.startswith("seats"):
        return (pl.col("seats") // HELD).alias(column)
    if table == "programmes":
        return pl.lit(value=False).alias(column)
    if column in NEAREST and "nearest" in frame.columns:
        return (pl.col("nearest") <= NEAREST[column]).alias(column)
    if column in TARGET and "target_group" in frame.columns:
        return pl.col("target_group").alias(column)
    if column in EVERYBODY:
        return pl.lit(value=True).alias(column)
    return pl.Series(column, rng.random(frame.height) < SELDOM)


def _truth(truth: Truth, tables: Mapping[str, pl.DataFrame], seed: int, made: list[str]) -> Mapping[str, Any]:
    names = tables["programmes"]["programme"].to_list()
    return {
        "made_from": (
            "worth of a programme = popularity - distance_taste x kilometres + taste of the group + luck "
            "(standard Gumbel); a list holds the best programmes, that of a brother or sister first"
        ),
        "seed": seed,
        "town": asdict(truth.town),
        "made_up_columns": made,
        "popularity": dict(zip(names, truth.popularity.tolist(), strict=True)),
        "taste_of_others": dict(zip(names, truth.taste[0].tolist(), strict=True)),
        "taste_of_target_group": dict(zip(names, truth.taste[1].tolist(), strict=True)),
    }
