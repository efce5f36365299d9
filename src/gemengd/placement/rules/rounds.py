# SPDX-License-Identifier: EUPL-1.2
"""A round: a folder of tables and one `rules.yaml`."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from gemengd.placement.rules.reading import RULES_FILE, Rules, read_rules
from gemengd.placement.rules.tables import (
    APPLICANTS,
    CLAIMS,
    PREFERENCES,
    PROGRAMMES,
    ROUND_TABLES,
    round_table,
)
from gemengd.tables import Finding, InvalidTable, Table


@dataclass(frozen=True, slots=True)
class Round:
    """The tables of a round, each checked by itself, and its rules.

    Attributes:
        programmes: `programme, school, seats, cohort` and extra columns.
        applicants: `applicant, family, cohort, level, block` and flags.
        preferences: `applicant, rank, programme`.
        claims: `applicant, programme` and what the applicant may claim there.
        rules: the rules.
    """

    programmes: pl.DataFrame
    applicants: pl.DataFrame
    preferences: pl.DataFrame
    claims: pl.DataFrame
    rules: Rules


def make_round(
    programmes: pl.DataFrame,
    applicants: pl.DataFrame,
    preferences: pl.DataFrame,
    rules: Rules,
    claims: pl.DataFrame | None = None,
) -> Round:
    """A round from frames.

    Raises:
        InvalidTable: a table has a wrong value; what does not fit between tables is found by `check`.
    """
    return Round(
        round_table(PROGRAMMES, programmes),
        round_table(APPLICANTS, applicants),
        round_table(PREFERENCES, preferences),
        round_table(CLAIMS, CLAIMS.empty() if claims is None else claims),
        rules,
    )


def read_round(folder: Path, rules: Rules | None = None) -> Round:
    """A round from a folder with `programmes`, `applicants`, `preferences` and `claims` (CSV or Parquet).

    Args:
        folder: the folder; `claims` may be absent.
        rules: rules to use in place of the folder's `rules.yaml`.

    Raises:
        InvalidTable: a file is absent, unreadable or holds a wrong value.
    """
    if rules is None:
        path = folder / RULES_FILE
        if not path.is_file():
            mend = "Copy a scheme with `gemengd place example` or from the library and fill it in."
            raise InvalidTable(
                "The round", [Finding("", "no file rules.yaml", "one", file=RULES_FILE, mend=mend)]
            )
        rules = read_rules(path)
    frames = {name: round_table(table, read_table(folder, table)) for name, table in ROUND_TABLES.items()}
    return Round(frames["programmes"], frames["applicants"], frames["preferences"], frames["claims"], rules)


def read_table(folder: Path, table: Table) -> pl.DataFrame:
    """The rows of one table of a folder as they stand, with `_file` and `_row`; not yet checked.

    Raises:
        InvalidTable: there is no such file, there are two, or it cannot be read.
    """
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {"csv": _read_csv, "parquet": _read_parquet}
    found = [folder / f"{table.name}.{ending}" for ending in readers]
    present = [path for path in found if path.is_file()]
    if not present and table is CLAIMS:
        return table.empty()
    if len(present) != 1:
        names = " and ".join(path.name for path in present) or "no file"
        expected = f"either {table.name}.csv or {table.name}.parquet"
        raise InvalidTable("The round", [Finding("", names, expected, file=table.name)])
    path = present[0]
    frame = readers[path.suffix.removeprefix(".")](path)
    row = pl.int_range(2, frame.height + 2, dtype=pl.Int64)
    return frame.with_columns(pl.lit(path.name).alias("_file"), row.alias("_row"))


def _read_csv(path: Path) -> pl.DataFrame:
    try:
        text = path.read_text(encoding="utf-8-sig")
        header = text.partition("\n")[0]
        separator = ";" if header.count(";") > header.count(",") else ","
        frame = pl.read_csv(io.StringIO(text), separator=separator, infer_schema=False)
    except (UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        found = str(error).splitlines()[0]
        expected = "a table in UTF-8 with one header line and as many values in each row"
        raise InvalidTable(path.name, [Finding("", found, expected, file=path.name)]) from error
    text_columns = pl.col(pl.String).str.strip_chars()
    return frame.select(pl.when(text_columns != "").then(text_columns))


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        found = str(error).splitlines()[0]
        raise InvalidTable(path.name, [Finding("", found, "a Parquet file", file=path.name)]) from error
