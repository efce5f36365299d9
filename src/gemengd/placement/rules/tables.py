# SPDX-License-Identifier: EUPL-1.2
"""The tables of a round: columns, types and what may stand in them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gemengd.tables import Column, Finding, InvalidTable, Table, validate
from gemengd.tables.schema import IDENTIFIER

_CODE = Column(pl.String, pattern=IDENTIFIER, expected="a name or code without spaces around it")
_OPTIONAL = Column(pl.String, optional=True, pattern=IDENTIFIER, expected="a name or code, or empty")
_COUNT = Column(pl.Int64, between=(0, 1e6), expected="a whole number, 0 or more")
_RANK = Column(pl.Int64, between=(1, 2000), expected="a whole number, 1 or more")
_METRES = Column(pl.Int64, optional=True, between=(0, 5e5), expected="whole metres, or empty")
_ORDER = Column(
    pl.Int64, optional=True, between=(0, 5e5), expected="a whole number (lower is better), or empty"
)
_NEAREST = Column(pl.Int64, optional=True, between=(1, 2000), expected="1 for the nearest school, or empty")
FLAG = Column(pl.Boolean, optional=True, expected="yes or no")
EXTRA_NUMBER = Column(pl.Int64, optional=True, between=(0, 1e6), expected="a whole number, or empty")

PROGRAMMES = Table(
    "programmes",
    {"programme": _CODE, "school": _OPTIONAL, "seats": _COUNT, "cohort": _OPTIONAL},
    ("programme",),
)
APPLICANTS = Table(
    "applicants",
    {
        "applicant": _CODE,
        "family": _OPTIONAL,
        "cohort": _OPTIONAL,
        "level": _OPTIONAL,
        "block": _OPTIONAL,
    },
    ("applicant",),
)
PREFERENCES = Table(
    "preferences", {"applicant": _CODE, "rank": _RANK, "programme": _CODE}, ("applicant", "programme")
)
CLAIMS = Table(
    "claims",
    {
        "applicant": _CODE,
        "programme": _CODE,
        "sibling": FLAG,
        "distance": _METRES,
        "nearest": _NEAREST,
        "neighbourhood": FLAG,
        "partner_preschool": FLAG,
        "staff_child": FLAG,
        "meets_condition": FLAG,
        "order": _ORDER,
    },
    ("applicant", "programme"),
)
ROUND_TABLES = {table.name: table for table in (PROGRAMMES, APPLICANTS, PREFERENCES, CLAIMS)}

WORDS = {
    "true": True,
    "yes": True,
    "ja": True,
    "1": True,
    "false": False,
    "no": False,
    "nee": False,
    "0": False,
}
"""How a file may write yes and no; capitals do not count."""

PLACE = ("_file", "_row")


def round_table(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """A table of a round, checked, with its own extra columns and the columns `_file` and `_row`.

    Extra columns are flags (yes or no); in `programmes` also whole numbers or text.

    Args:
        table: which table.
        frame: rows, values typed or as text; `applicants` may call its key `pseudonym`.

    Raises:
        InvalidTable: with a finding for each wrong value.
    """
    if table is APPLICANTS and "applicant" not in frame.columns and "pseudonym" in frame.columns:
        frame = frame.rename({"pseudonym": "applicant"})
    extra = [name for name in frame.columns if name not in table.columns and name not in PLACE]
    kinds = {name: _kind(table, frame[name]) for name in extra}
    whole = Table(table.name, {**table.columns, **kinds}, table.key)
    flags = [name for name, column in whole.columns.items() if column.dtype is pl.Boolean]
    frame = _with_flags(table.name, frame, [name for name in flags if name in frame.columns])
    found = validate(whole, frame, what=f"{table.name} of the round")
    return found.with_columns(_place(frame, "_file", pl.String()), _place(frame, "_row", pl.Int64()))


def _place(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Series:
    if name in frame.columns:
        return frame[name].cast(dtype)
    return pl.Series(name, [None] * frame.height, dtype=dtype)


def _kind(table: Table, values: pl.Series) -> Column:
    if table is not PROGRAMMES or values.dtype == pl.Boolean:
        return FLAG
    if values.dtype.is_integer():
        return EXTRA_NUMBER
    text = values.cast(pl.String).str.strip_chars().str.to_lowercase().drop_nulls()
    if text.len() and text.str.contains(r"^\d+$").all():
        return EXTRA_NUMBER
    return FLAG if text.is_in(list(WORDS)).all() else Column(pl.String, optional=True)


def _with_flags(table: str, frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Yes and no as booleans."""
    findings: list[Finding] = []
    for name in names:
        if frame[name].dtype == pl.Boolean:
            continue
        text = frame[name].cast(pl.String).str.strip_chars().str.to_lowercase()
        meant = text.replace_strict(WORDS, default=None, return_dtype=pl.Boolean)
        wrong = frame.filter(meant.is_null() & text.is_not_null() & (text != ""))
        findings += [
            # The text itself is not repeated: the column may hold what should not be here at all.
            Finding(name, "another text", "yes or no", row=row.get("_row"), file=row.get("_file"))
            for row in wrong.head(20).iter_rows(named=True)
        ]
        frame = frame.with_columns(meant.alias(name))
    if findings:
        raise InvalidTable(f"{table} of the round", findings)
    return frame
