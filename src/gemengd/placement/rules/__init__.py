# SPDX-License-Identifier: EUPL-1.2
"""Rules as data: `rules.yaml`, the tables of a round, and the way from both to the engine's market."""

from gemengd.placement.rules.canonical import canonical, identity
from gemengd.placement.rules.compiling import (
    CompiledRound,
    compile_round,
    seeded_tickets,
    ticket_holders,
)
from gemengd.placement.rules.reading import (
    Rules,
    RulesNotSet,
    parse_rules,
    read_rules,
    rules_from,
    scheme,
    scheme_names,
    scheme_text,
    with_settings,
)
from gemengd.placement.rules.rounds import Round, make_round, read_round
from gemengd.placement.rules.running import Outcome, outcome_frame, reserve_lists, run
from gemengd.placement.rules.schema import rules_schema
from gemengd.placement.rules.tables import APPLICANTS, CLAIMS, PREFERENCES, PROGRAMMES, ROUND_TABLES

__all__ = [
    "APPLICANTS",
    "CLAIMS",
    "PREFERENCES",
    "PROGRAMMES",
    "ROUND_TABLES",
    "CompiledRound",
    "Outcome",
    "Round",
    "Rules",
    "RulesNotSet",
    "canonical",
    "compile_round",
    "identity",
    "make_round",
    "outcome_frame",
    "parse_rules",
    "read_round",
    "read_rules",
    "reserve_lists",
    "rules_from",
    "rules_schema",
    "run",
    "scheme",
    "scheme_names",
    "scheme_text",
    "seeded_tickets",
    "ticket_holders",
    "with_settings",
]
