# SPDX-License-Identifier: EUPL-1.2
"""The check of a round before anybody is promised anything."""

from gemengd.placement.checks.guarantees import check_guarantees
from gemengd.placement.checks.honesty import find_counterexample
from gemengd.placement.checks.place_check import check, uncertain_rules
from gemengd.placement.checks.precedence import precedence_effects
from gemengd.placement.checks.report import (
    Counterexample,
    PrecedenceEffect,
    Promises,
    Report,
    Risk,
    Shortfall,
)
from gemengd.placement.checks.theory import risks, theory

__all__ = [
    "Counterexample",
    "PrecedenceEffect",
    "Promises",
    "Report",
    "Risk",
    "Shortfall",
    "check",
    "check_guarantees",
    "find_counterexample",
    "precedence_effects",
    "risks",
    "theory",
    "uncertain_rules",
]
