# SPDX-License-Identifier: EUPL-1.2
"""Lottery numbers as ranks, and applicants numbered by them."""

from __future__ import annotations

import polars as pl

from gemengd.placement.market.frame_checks import need_columns, refuse_repeats, refuse_rows
from gemengd.placement.market.market import LOTTERIES, PER_FAMILY, PER_PROGRAMME

NO_TYPE = ""


def number_applicants(applicants: pl.DataFrame, tickets: pl.DataFrame, lottery: str) -> pl.DataFrame:
    """Applicants in the order of their number: `applicant, a, type, family`.

    Raises:
        InvalidTable: an applicant stands twice or has no ticket, or two share one.
        ValueError: the lottery is not known.
    """
    if lottery not in LOTTERIES:
        raise ValueError(f"lottery is '{lottery}'; expected one of {list(LOTTERIES)}")
    need_columns("applicants", applicants, ["applicant", *(["family"] if lottery == PER_FAMILY else [])])
    refuse_rows("applicants", applicants, pl.col("applicant").is_null(), "applicant", "a name")
    refuse_repeats("applicants", applicants, ["applicant"], "each applicant once")
    order = ["applicant"] if lottery == PER_PROGRAMME else ["ticket", "applicant"]
    found = applicants if lottery == PER_PROGRAMME else _with_ticket(applicants, tickets, lottery)
    family = pl.col("family").rank("dense") - 1 if "family" in found.columns else pl.col("a")
    kind = pl.col("type").fill_null(NO_TYPE) if "type" in found.columns else pl.lit(NO_TYPE)
    found = found.sort(order).with_row_index("a").with_columns(pl.col("a").cast(pl.Int64))
    return found.select("applicant", "a", kind.alias("type"), family.fill_null(-1).alias("family"))


def _with_ticket(applicants: pl.DataFrame, tickets: pl.DataFrame, holder: str) -> pl.DataFrame:
    need_columns("tickets", tickets, [holder, "ticket"])
    refuse_repeats("tickets", tickets, [holder], f"one ticket per {holder}")
    refuse_repeats("tickets", tickets, ["ticket"], "a different ticket for everybody")
    found = applicants.drop("ticket", strict=False).join(
        tickets.select(holder, "ticket"), on=holder, how="left"
    )
    refuse_rows("tickets", found, pl.col("ticket").is_null(), "ticket", f"a ticket for every {holder}")
    return found


def ticket_ranks(tickets: pl.DataFrame, people: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    """The rank of each ticket within its programme: `a, p, ticket`.

    Raises:
        InvalidTable: a pair stands twice, or two applicants share a ticket at one programme.
    """
    need_columns("tickets", tickets, ["applicant", "programme", "ticket"])
    refuse_repeats("tickets", tickets, ["applicant", "programme"], "one ticket per applicant and programme")
    refuse_repeats("tickets", tickets, ["programme", "ticket"], "a different ticket for everybody")
    found = tickets.select("applicant", "programme", "ticket")
    found = found.join(people.select("applicant", "a"), on="applicant", how="inner")
    found = found.join(slots.select("programme", "p").unique(), on="programme", how="inner")
    rank = pl.col("ticket").rank("ordinal").over("p").cast(pl.Int64) - 1
    return found.select("a", "p", rank.alias("ticket"))


def number_pairs(pairs: pl.DataFrame, ranks: pl.DataFrame | None) -> pl.DataFrame:
    """Add the rank of the lottery number, over all applicants or within the programme, as `ticket`.

    Raises:
        InvalidTable: a listed pair has no ticket.
    """
    if ranks is None:
        return pairs.with_columns(ticket=pl.col("a"))
    found = pairs.join(ranks, on=["a", "p"], how="left")
    missing = pl.col("ticket").is_null() & pl.col("list_rank").is_not_null()
    refuse_rows("tickets", found, missing, "ticket", "a ticket for every applicant and programme listed")
    return found
