# SPDX-License-Identifier: EUPL-1.2
"""Tickets: SHA-256 of the text `seed|round|pseudonym`, ascending = order; no shuffle, nothing to re-roll."""

from __future__ import annotations

import hashlib

import polars as pl

SEPARATOR = "|"


def ticket(seed: str, round_id: str, holder: str, programme: str | None = None) -> str:
    """A ticket, 64 hexadecimal digits; lower is better.

    Args:
        seed: the seed in hexadecimal digits.
        round_id: the round.
        holder: the fixed pseudonym of the child, or of the family where a family has one number.
        programme: the programme, where each programme has its own numbers.

    Raises:
        ValueError: a part holds the separator, so that two texts could be the same.
    """
    parts = [seed, round_id, holder, *([] if programme is None else [programme])]
    for part in parts:
        if not part or SEPARATOR in part:
            raise ValueError(f"'{part}' cannot be in a ticket; expected a name without '{SEPARATOR}'")
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def tickets(holders: pl.DataFrame, seed: str, round_id: str) -> pl.DataFrame:
    """The holders with their `ticket`, in the form that `compile_round` takes.

    Args:
        holders: `applicant`, or `family`, or `applicant, programme` (`rules.ticket_holders`).
        seed: the seed in hexadecimal digits.
        round_id: the round.

    Raises:
        ValueError: a name holds the separator.
    """
    found = [ticket(seed, round_id, *row) for row in holders.iter_rows()]
    return holders.with_columns(ticket=pl.Series(found, dtype=pl.String))
