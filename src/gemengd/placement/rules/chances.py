# SPDX-License-Identifier: EUPL-1.2
"""The chances of a round by its rules: quickly where they allow it, by whole rounds otherwise."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from gemengd.placement.engine.chances import APPLICANTS, RISKY, TICKETS, Chances, chances
from gemengd.placement.rules import Round, compile_round, run, seeded_tickets
from gemengd.placement.rules.model import Model

Progress = Callable[[str, int, int], None]
SLOW_DRAWS = 100
"""Draws where every draw places the whole round by its rules."""
QUICK_DRAWS = 1000

OWN_LIST = "own-list"
"""Pseudonym of a child that is not in the round."""


def with_list(round_: Round, wanted: list[str], applicant: str | None = None) -> tuple[Round, str]:
    """The round in which somebody hands in this list, and who.

    Args:
        round_: the round.
        wanted: programmes, most wanted first.
        applicant: a child of the round whose list it replaces; None adds a child without any priority.

    Raises:
        ValueError: a programme or the applicant is not known, or a programme stands twice.
    """
    names = set(round_.programmes["programme"])
    unknown = [one for one in wanted if one not in names]
    if unknown or len(set(wanted)) < len(wanted) or not wanted:
        found = f"'{unknown[0]}'" if unknown else "a programme twice or none at all"
        raise ValueError(f"list has {found}; expected programmes of the round, each once")
    who, people = applicant or OWN_LIST, round_.applicants
    if applicant is None:
        people = pl.concat([people, pl.DataFrame({"applicant": [who]})], how="diagonal")
    elif applicant not in set(people["applicant"]):
        raise ValueError(f"applicant is '{applicant}'; expected an applicant of the round")
    ranks = pl.int_range(1, len(wanted) + 1, eager=True)
    new = pl.DataFrame({"applicant": [who] * len(wanted), "rank": ranks, "programme": wanted})
    others = round_.preferences.filter(pl.col("applicant") != who)
    lists = pl.concat([others, new], how="diagonal")
    return Round(round_.programmes, people, lists, round_.claims, round_.rules), who


def is_quick(model: Model) -> bool:
    """Whether a draw of these rules is plain deferred acceptance."""
    overlap = any(split.walk == "maximal_use" for split in model.splits)
    plain = model.blocks is None and model.regional_caps is None and model.tail_repair is None
    return model.mechanism == "deferred_acceptance" and plain and not overlap


def chances_by_rules(
    round_: Round,
    *,
    resample: str = TICKETS,
    draws: int | None = None,
    seed: int = 0,
    threads: int = 1,
    progress: Progress | None = None,
) -> Chances:
    """The chances of every child of a round.

    Args:
        round_: the round.
        resample: "tickets", or "applicants" for a year to come (`chances`).
        draws: draws; default 1,000, or 100 where each draw places the whole round by its rules.
        seed: seed, 0 or more.
        threads: threads to use for the quick way.
        progress: called with (what, done, total) after each draw of the slow way.

    Raises:
        InvalidTable: the round is inconsistent.
        ValueError: a year to come is asked of rules that are not plain deferred acceptance.
    """
    if is_quick(round_.rules.model):
        compiled = compile_round(round_, seeded_tickets(round_, seed))
        many = draws or QUICK_DRAWS
        return chances(
            compiled.market, compiled.labels, resample=resample, draws=many, seed=seed, threads=threads
        )
    if resample == APPLICANTS:
        raise ValueError(
            "a year to come is worked out for plain deferred acceptance only, not for these rules"
        )
    return _whole_rounds(round_, draws or SLOW_DRAWS, seed, progress)


def _whole_rounds(round_: Round, draws: int, seed: int, progress: Progress | None) -> Chances:
    held = []
    for draw in range(draws):
        compiled = compile_round(round_, seeded_tickets(round_, seed + draw))
        held.append(run(compiled).placement.frame(compiled.labels).select("applicant", "programme"))
        if progress is not None:
            progress("draws", draw + 1, draws)
    times = pl.concat(held).group_by("applicant", "programme").len("times")
    listed = compiled.lists.select("applicant", pl.col("rank").cast(pl.Int32), "programme")
    share = (pl.col("times").fill_null(0) / draws).alias("chance")
    error = (pl.col("chance") * (1 - pl.col("chance")) / draws).sqrt().alias("error")
    found = listed.join(times, on=["applicant", "programme"], how="left").with_columns(share)
    frame = found.with_columns(error).select("applicant", "rank", "programme", "chance", "error")
    people = round_.applicants.select("applicant").join(
        listed.group_by("applicant").len("listed"), on="applicant", how="left"
    )
    nowhere = times.filter(pl.col("programme").is_null()).select("applicant", "times")
    people = people.join(nowhere, on="applicant", how="left").with_columns(
        share, pl.col("listed").fill_null(0)
    )
    risky = (pl.col("chance") > RISKY).alias("risky")
    no_place = people.with_columns(error, risky).select("applicant", "listed", "chance", "error", "risky")
    return Chances(frame.sort("applicant", "rank"), no_place.sort("applicant"), draws, TICKETS)
