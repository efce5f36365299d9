# SPDX-License-Identifier: EUPL-1.2
"""The same families and lottery draws under several rule sets, side by side."""

from gemengd.placement.compare.charts import chart
from gemengd.placement.compare.comparing import Comparison, compare
from gemengd.placement.compare.rule_sets import Drawn, RuleSet, rule_set, rule_set_of_round

__all__ = ["Comparison", "Drawn", "RuleSet", "chart", "compare", "rule_set", "rule_set_of_round"]
