# SPDX-License-Identifier: EUPL-1.2
"""Checks on decisions by hand: none without a trace, and what each of them did to others."""

from __future__ import annotations

import numpy as np
import polars as pl

from gemengd.placement.audit.evidence import SHOWN, Evidence
from gemengd.placement.audit.overrides import OverrideLog
from gemengd.placement.audit.report import REPORTED, Check
from gemengd.placement.audit.seats import verdict
from gemengd.tables import Finding, InvalidTable


def log_sound(seen: Evidence, log: OverrideLog | None) -> Check:
    """Whether the chain of decisions is whole and fits the placement."""
    wrong = [] if log is None else [*log.breaks(), *seen.unapplied]
    title = "Every decision by hand has its reason and stands in an unbroken chain of hashes."
    decided = 0 if log is None else len(log.decisions)
    return Check("overrides", title, verdict(True, len(wrong)), len(wrong), decided, tuple(wrong[:SHOWN]))


def passed_by_hand(seen: Evidence) -> Check:
    """Who stood before a child that was placed by hand."""
    market, wishes = seen.market, seen.wishes
    placed = np.zeros(market.slots, dtype=np.bool_)
    placed[seen.slot[seen.by_hand & (seen.slot >= 0)]] = True
    wronged = np.unique(wishes.applicant[placed[wishes.slot]])
    title = "Children on the waiting list of a programme where somebody was placed by hand."
    return Check("passed_by_hand", title, REPORTED, wronged.size, int(seen.by_hand.sum()))


def traced(seen: Evidence, final: pl.DataFrame | None) -> list[Check]:
    """Whether the result to be published is the placement and the recorded decisions, nothing else."""
    if final is None:
        return []
    missing = [name for name in ("applicant", "programme") if name not in final.columns]
    if missing:
        findings = [Finding(name, f"columns {final.columns}", "this column") for name in missing]
        raise InvalidTable("final", findings)
    market, labels = seen.market, seen.labels
    programme = pl.Series(np.append(market.programme, -1)[seen.slot]).replace(-1, None)
    ours = pl.DataFrame({"applicant": labels.applicants, "ours": labels.programmes.gather(programme)})
    theirs = final.select("applicant", pl.col("programme").alias("theirs"), known=pl.lit(value=True))
    both = ours.with_columns(real=pl.lit(value=True)).join(theirs, on="applicant", how="full", coalesce=True)
    differs = both.filter(
        pl.col("known").is_null() | pl.col("real").is_null() | pl.col("ours").ne_missing(pl.col("theirs"))
    ).sort("applicant")
    twice = final.height - final["applicant"].n_unique()
    title = "The result is the placement with the recorded decisions, nothing else."
    examples = tuple(
        f"{row['applicant']}: {row['theirs']} instead of {row['ours']}"
        for row in differs.head(SHOWN).iter_rows(named=True)
    )
    count = differs.height + twice
    return [Check("trace", title, verdict(True, count), count, labels.applicants.len(), examples)]
