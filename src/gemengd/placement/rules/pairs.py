# SPDX-License-Identifier: EUPL-1.2
"""Applicant × programme: lists with their back-ups, and everything a condition may look at."""

from __future__ import annotations

import polars as pl

from gemengd.placement.rules.conditions import PREFIX, columns_used, expression
from gemengd.placement.rules.model import Backups, Condition, Model
from gemengd.placement.rules.rounds import Round

PAIR = ["applicant", "programme"]


def own_lists(round_: Round) -> pl.DataFrame:
    """What the families listed, gaps in the ranks closed: `applicant, programme, rank, added`."""
    rank = pl.col("rank").rank("dense").over("applicant").cast(pl.Int64)
    return round_.preferences.select("applicant", "programme", rank, pl.lit(value=False).alias("added"))


def lists(round_: Round, model: Model) -> pl.DataFrame:
    """The lists with the back-ups below them."""
    own = own_lists(round_)
    return own if model.backups is None else with_backups(own, round_, model.backups)


def with_backups(own: pl.DataFrame, round_: Round, backups: Backups) -> pl.DataFrame:
    """Add the programmes for which the condition holds and that are not on the list.

    Args:
        own: `applicant, programme, rank, added`.
        round_: the round, for its claims and cohorts.
        backups: which, and in what order; ties go by the name of the programme.
    """
    claimed = attributes(unlisted(round_.claims.select(PAIR)), round_)
    extra = claimed.filter(expression(backups.when) & same_cohort()).join(own, on=PAIR, how="anti")
    extra = extra.filter(pl.col(f"claims:{backups.order}").is_not_null())
    extra = extra.sort("applicant", f"claims:{backups.order}", "programme")
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("applicant")
    length = own.group_by("applicant").agg(pl.col("rank").max().alias("length"))
    extra = extra.with_columns(place.alias("place")).join(length, on="applicant", how="left")
    rank = pl.col("place") + pl.col("length").fill_null(0)
    added = extra.select(*PAIR, rank.alias("rank"), pl.lit(value=True).alias("added"))
    return pl.concat([own, added]).sort("applicant", "rank")


def unlisted(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs that stand on no list, with the columns that a list would give them."""
    return pairs.with_columns(rank=pl.lit(None, pl.Int64), added=pl.lit(value=False))


def attributes(pairs: pl.DataFrame, round_: Round) -> pl.DataFrame:
    """The pairs with every column of the three tables, prefixed by the table's name."""
    applicants = _prefixed(round_.applicants, "applicants", ["applicant"])
    programmes = programme_attributes(round_)
    claims = _prefixed(round_.claims, "claims", PAIR)
    found = pairs.join(applicants, on="applicant", how="left", maintain_order="left")
    found = found.join(programmes, on="programme", how="left", maintain_order="left")
    return found.join(claims, on=PAIR, how="left", maintain_order="left")


def programme_attributes(round_: Round) -> pl.DataFrame:
    """The programmes with prefixed columns; columns that rules use as flags are yes or no."""
    frame = round_.programmes
    numbers = [
        name for name, dtype in frame.schema.items() if dtype == pl.Int64 and name in programme_flags(round_)
    ]
    return _prefixed(frame.with_columns(pl.col(numbers) == 1), "programmes", ["programme"])


def programme_flags(round_: Round) -> set[str]:
    """Columns of `programmes` that some rule uses as a flag."""
    found: set[str] = set()

    def visit(value: object) -> None:
        if isinstance(value, dict):
            found.update(str(one) for key, one in value.items() if key == "programme_flag")
            for one in value.values():
                visit(one)
        elif isinstance(value, list):
            for one in value:
                visit(one)

    visit(dict(round_.rules.data))
    return found


def applicant_attributes(round_: Round) -> pl.DataFrame:
    """The applicants with prefixed columns."""
    return _prefixed(round_.applicants, "applicants", ["applicant"])


def _prefixed(frame: pl.DataFrame, table: str, keys: list[str]) -> pl.DataFrame:
    names = {name: f"{table}:{name}" for name in frame.columns if name not in keys}
    return frame.rename(names).drop(f"{table}:_file", f"{table}:_row")


def same_cohort() -> pl.Expr:
    """Whether the programme is open to the applicant's cohort; a programme without one takes all."""
    mine, theirs = pl.col("applicants:cohort"), pl.col("programmes:cohort")
    return theirs.is_null() | (mine == theirs).fill_null(value=False)


def programmes_for(round_: Round, condition: Condition) -> list[str]:
    """The programmes for which a condition holds, by name."""
    return programme_attributes(round_).filter(expression(condition))["programme"].sort().to_list()


def missing_columns(round_: Round, condition: Condition) -> list[tuple[str, str]]:
    """Table and column of everything the condition looks at that the round does not have."""
    frames = {"claims": round_.claims, "applicants": round_.applicants, "programmes": round_.programmes}
    return sorted(
        (table, name) for table, name in columns_used(condition) if name not in frames[table].columns
    )


__all__ = [
    "PAIR",
    "PREFIX",
    "applicant_attributes",
    "attributes",
    "lists",
    "missing_columns",
    "own_lists",
    "programme_attributes",
    "programmes_for",
    "same_cohort",
    "unlisted",
    "with_backups",
]
