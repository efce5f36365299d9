# SPDX-License-Identifier: EUPL-1.2
"""Placement: rounds of applicants, programmes and priorities, and the mechanisms that place them."""

from gemengd.placement.engine.constraints import family_blocks, overlapping_reserves, regional_caps
from gemengd.placement.engine.diagnostics import (
    Swaps,
    Wishes,
    blocking_pairs,
    justified_envy,
    swaps,
    wasted_seats,
)
from gemengd.placement.engine.draws import Draws, redraw_placements
from gemengd.placement.engine.efficiency_adjusted import efficiency_adjusted
from gemengd.placement.engine.mechanisms import (
    boston,
    deferred_acceptance,
    first_preference_first,
    school_proposing,
    serial_dictatorship,
    stable_improvement_cycles,
    top_trading_cycles,
)
from gemengd.placement.engine.registry import MECHANISMS, Mechanism
from gemengd.placement.engine.result import Placement
from gemengd.placement.market.compile import Compiled, compile_market
from gemengd.placement.market.market import Labels, Market, Unlisted
from gemengd.placement.plain.front import match

__all__ = [
    "MECHANISMS",
    "Compiled",
    "Draws",
    "Labels",
    "Market",
    "Mechanism",
    "Placement",
    "Swaps",
    "Unlisted",
    "Wishes",
    "blocking_pairs",
    "boston",
    "compile_market",
    "deferred_acceptance",
    "efficiency_adjusted",
    "family_blocks",
    "first_preference_first",
    "justified_envy",
    "match",
    "overlapping_reserves",
    "redraw_placements",
    "regional_caps",
    "school_proposing",
    "serial_dictatorship",
    "stable_improvement_cycles",
    "swaps",
    "top_trading_cycles",
    "wasted_seats",
]
