# SPDX-License-Identifier: EUPL-1.2
"""The same families and lottery draws under several rule sets, side by side."""

from gemengd.placement.compare.charts import chart
from gemengd.placement.compare.comparing import Comparison, compare
from gemengd.placement.compare.page import page
from gemengd.placement.compare.rule_sets import Drawn, RuleSet, rule_set, rule_set_of_round
from gemengd.placement.compare.words import Asked, chart_words, other_group, sentences, table

__all__ = [
    "Asked",
    "Comparison",
    "Drawn",
    "RuleSet",
    "chart",
    "chart_words",
    "compare",
    "other_group",
    "page",
    "rule_set",
    "rule_set_of_round",
    "sentences",
    "table",
]
