# SPDX-License-Identifier: EUPL-1.2
"""What happens after the placement: withdrawals, late and changed lists, decisions by hand, a re-match."""

from gemengd.rounds.later.again import Again
from gemengd.rounds.later.changes import UnknownApplicant, late, withdraw
from gemengd.rounds.later.deciding import Decision, decide_by_hand
from gemengd.rounds.later.kept import concerned, read_kept
from gemengd.rounds.later.placing_again import place_again
from gemengd.rounds.later.standing import Standing, standing_of

__all__ = [
    "Again",
    "Decision",
    "Standing",
    "UnknownApplicant",
    "concerned",
    "decide_by_hand",
    "late",
    "place_again",
    "read_kept",
    "standing_of",
    "withdraw",
]
