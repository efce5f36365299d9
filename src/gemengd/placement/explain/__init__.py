# SPDX-License-Identifier: EUPL-1.2
"""The answer for every child: why this place and not one higher on the list, in Dutch and English."""

from gemengd.language.language import LANGUAGES
from gemengd.placement.explain.by_rules import terms_of
from gemengd.placement.explain.chance_words import Shown, band, chances_of_all, chances_of_child, warning
from gemengd.placement.explain.evidence import Evidence, gather
from gemengd.placement.explain.explaining import explain, explain_all, explanation
from gemengd.placement.explain.facts import Explanation, Refusal, Seat
from gemengd.placement.explain.letter import Letter, Section
from gemengd.placement.explain.terms import INVERTED, NORMAL, Terms

__all__ = [
    "INVERTED",
    "LANGUAGES",
    "NORMAL",
    "Evidence",
    "Explanation",
    "Letter",
    "Refusal",
    "Seat",
    "Section",
    "Shown",
    "Terms",
    "band",
    "chances_of_all",
    "chances_of_child",
    "explain",
    "explain_all",
    "explanation",
    "gather",
    "terms_of",
    "warning",
]
