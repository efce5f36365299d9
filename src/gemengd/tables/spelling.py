# SPDX-License-Identifier: EUPL-1.2
"""Which of several spellings of a name to keep: public lists write names in capitals or without accents."""

from __future__ import annotations

import polars as pl


def best_name(column: str) -> pl.Expr:
    """The first name not in capitals only, in its spelling with the most accents; else the first name.

    `SUDWEST-FRYSLAN` and `Sudwest-Fryslan` give way to `Súdwest-Fryslân`, also where that is older. A new
    name does not give way to an old one.

    Args:
        column: a text column; the rows of a group stand in order of preference.

    Returns:
        An expression for use in an aggregation: one name, null where there is none.
    """
    name = pl.col(column)
    in_capitals = name == name.str.to_uppercase()
    preferred = pl.coalesce(name.filter(~in_capitals).first(), name.drop_nulls().first())
    same = name.filter((_plain(name) == _plain(preferred)) & ~in_capitals)
    accents = same.str.count_matches(r"[^\x00-\x7F]")
    return pl.coalesce(same.sort_by(accents, descending=True, maintain_order=True).first(), preferred).alias(
        column
    )


def _plain(name: pl.Expr) -> pl.Expr:
    """Small letters without accents and signs, to compare spellings."""
    letters = name.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}", "")
    return letters.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
