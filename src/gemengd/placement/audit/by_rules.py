# SPDX-License-Identifier: EUPL-1.2
"""What a round by rules promises."""

from __future__ import annotations

import numpy as np
import polars as pl

from gemengd.numeric.arrays import Flags
from gemengd.placement.audit.promises import BLOCKS, CAPS, OVERLAP, Promises
from gemengd.placement.checks.guarantees import promised
from gemengd.placement.market.keys import UNACCEPTABLE, category_of
from gemengd.placement.rules.compiling import CompiledRound
from gemengd.placement.rules.rounds import Round
from gemengd.placement.rules.seats import last_category


def promises_of(round_: Round, compiled: CompiledRound) -> Promises:
    """The promises of a compiled round, for the audit of its placement.

    Args:
        round_: the round.
        compiled: the same round, compiled.
    """
    model, limits = compiled.model, compiled.constraints
    capped = model.regional_caps is not None
    overlap = limits.reserved.shape[1] > 0
    return Promises(
        mechanism=_mechanism(compiled),
        guaranteed=_guaranteed(round_, compiled) if model.guarantees else None,
        outsider=_outsider(compiled),
        block=limits.block if model.blocks is not None else None,
        reserved=limits.reserved if overlap else None,
        traits=limits.traits if overlap else None,
        target=limits.target if capped else None,
        region=limits.region if capped else None,
        cap=limits.cap if capped else None,
        rank_first=limits.rank_first,
        consent=limits.consent,
    )


def _mechanism(compiled: CompiledRound) -> str:
    """The name by which the placement was run; constraints come before the mechanism's name."""
    if compiled.model.blocks is not None:
        return BLOCKS
    if compiled.model.regional_caps is not None:
        return CAPS
    return OVERLAP if compiled.constraints.reserved.shape[1] else compiled.model.mechanism


def _guaranteed(round_: Round, compiled: CompiledRound) -> Flags:
    market, labels = compiled.market, compiled.labels
    pairs = [(who, where) for who, some in promised(round_, compiled.model).items() for where in sorted(some)]
    schema = {"applicant": pl.String, "programme": pl.String}
    wanted = pl.DataFrame(pairs, schema=schema, orient="row").with_columns(promised=pl.lit(value=True))
    entries = pl.DataFrame(
        {
            "applicant": labels.applicants.gather(pl.Series(market.owner())),
            "programme": labels.programmes.gather(pl.Series(market.programme[market.slot])),
        }
    )
    found = entries.join(wanted, on=["applicant", "programme"], how="left", maintain_order="left")
    return found["promised"].fill_null(value=False).to_numpy()


def _outsider(compiled: CompiledRound) -> Flags:
    """Entries at seats meant for others: the rules put their category behind all groups."""
    key = compiled.market.key
    return np.asarray((key != UNACCEPTABLE) & (category_of(key) > last_category(compiled.model)))
