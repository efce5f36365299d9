# SPDX-License-Identifier: EUPL-1.2
"""The check of a round before it is committed to: `gemengd place check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gemengd.placement.checks.guarantees import check_guarantees
from gemengd.placement.checks.honesty import find_counterexample
from gemengd.placement.checks.precedence import precedence_effects
from gemengd.placement.checks.report import Report
from gemengd.placement.checks.theory import risks, theory, worth_searching
from gemengd.placement.rules.consistency import round_errors, round_warnings
from gemengd.placement.rules.meaning import rules_of
from gemengd.placement.rules.reading import Rules
from gemengd.placement.rules.rounds import Round, read_round
from gemengd.tables import InvalidTable

DRAWS = 3
LISTS = 600
"""Trial draws, and other lists tried over all of them."""


def check(round_: Round | Path, *, seed: int = 0, draws: int = DRAWS, lists: int = LISTS) -> Report:
    """Check a round.

    Args:
        round_: the round, or its folder.
        seed: seed of the first trial draw; real numbers are never used here.
        draws: trial draws for the search and for the effects of precedence, 1 or more.
        lists: most other lists to try in the search for a counterexample; 0 leaves it out.

    Returns:
        The report; a round that cannot be read or placed gives a report with errors, no exception.
    """
    try:
        found = round_ if isinstance(round_, Round) else read_round(round_)
        errors = tuple(round_errors(found))
    except InvalidTable as error:
        return Report(errors=tuple(error.findings))
    identity = found.rules.identity
    if errors:
        return Report(errors=errors, identity=identity)
    model = found.rules.model
    example, tried = None, 0
    if lists and worth_searching(model):
        example, tried = find_counterexample(found, seed=seed, draws=draws, most=lists)
    return Report(
        warnings=tuple(round_warnings(found)),
        theory=tuple(theory(model)),
        risks=tuple(risks(model)),
        counterexample=example,
        lists_tried=tried,
        promises=check_guarantees(found),
        precedence=tuple(precedence_effects(found, seed=seed, draws=draws)),
        uncertain=tuple(uncertain_rules(found.rules)),
        identity=identity,
    )


def uncertain_rules(rules: Rules) -> Iterator[tuple[str, str]]:
    """JSON pointer and note of every rule that the sources do not state in as many words."""
    for pointer, rule in rules_of(rules.data):
        if not rule["certain"]:
            yield pointer, str(rule["note"])
