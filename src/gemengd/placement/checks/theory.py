# SPDX-License-Identifier: EUPL-1.2
"""What is known about honest ranking under given rules."""

from __future__ import annotations

from collections.abc import Iterator

from gemengd.placement.checks.report import Risk
from gemengd.placement.engine.registry import MECHANISMS
from gemengd.placement.rules.conditions import kinds, sentence
from gemengd.placement.rules.model import Condition, Model

STATEMENTS = {
    "deferred_acceptance": "Deferred acceptance: an honest list is never worse than another one, and nobody "
    "is passed over for somebody lower in the order (Dubins and Freedman 1981; Roth 1982).",
    "school_proposing": "School-proposing deferred acceptance: an applicant can gain by leaving off "
    "programmes (Roth 1982).",
    "boston": "Immediate acceptance (Boston): who does not get the first choice finds later choices full, "
    "so that a safe school listed first can be the better list (Abdulkadiroğlu and Sönmez 2003).",
    "first_preference_first": "First preference first: at the programmes that look at the place on the list, "
    "a lower wish can be lost by listing it lower (Pathak and Sönmez 2013).",
    "top_trading_cycles": "Top trading cycles: an honest list is never worse than another one, but somebody "
    "can be passed over for somebody lower in the order (Abdulkadiroğlu and Sönmez 2003).",
    "eada": "Efficiency-adjusted deferred acceptance: better for many, and an honest list can be worse than "
    "another one (Kesten 2010).",
    "stable_improvement_cycles": "Stable improvement cycles: exchanges after the draw, at which a list can "
    "be aimed (Erdil and Ergin 2008).",
    "serial_dictatorship": "Serial dictatorship: an honest list is never worse than another one.",
}
"""One statement per mechanism, about full lists and no further rules."""

SEARCHABLE = frozenset(
    {
        "deferred_acceptance",
        "school_proposing",
        "boston",
        "first_preference_first",
        "eada",
        "stable_improvement_cycles",
    }
)
"""Mechanisms for which a search for a better list can succeed."""


def theory(model: Model) -> list[str]:
    """Sentences about honest ranking under these rules."""
    found = [STATEMENTS[model.mechanism]]
    if model.numbers == "per_programme":
        found.append(
            "One number per programme leaves children who would rather have each other's places "
            "(Amsterdam 2015, Ghent 2018); one number per child does not, between equals."
        )
    if model.blocks is not None and model.numbers != "per_family":
        found.append(
            "Children placed as a block stand where the best of their numbers stands; with one number per "
            "family they have no such advantage."
        )
    if risks(model) and MECHANISMS[model.mechanism].strategy_proof:
        found.append(
            "That holds for full lists and without the rules named next, which weaken it in this round."
        )
    if not risks(model):
        found.append("No rule of this round makes an honest list risky.")
    return found


def risks(model: Model) -> list[Risk]:
    """The rules that make an honest list risky, in the order of the file."""
    return [*_mechanism(model), *_lists(model), *_ranks(model), *_seats(model), *_constraints(model)]


def _mechanism(model: Model) -> Iterator[Risk]:
    if not MECHANISMS[model.mechanism].strategy_proof:
        title = MECHANISMS[model.mechanism].title
        yield Risk(
            "/mechanism", f"{title} is not strategy-proof", STATEMENTS[model.mechanism].split("(")[-1][:-2]
        )


def _lists(model: Model) -> Iterator[Risk]:
    for place, one in enumerate(model.lists):
        if one.most is not None:
            reason = (
                f"a list holds at most {one.most} programmes, so who wants more must choose what to "
                "leave out; those that are listed can still be put in their honest order"
            )
            yield Risk(f"/lists/{place}", reason, "Haeringer and Klijn 2009")


def _ranks(model: Model) -> Iterator[Risk]:
    """Rules that look at the place on the list."""
    groups: list[tuple[str, str, Condition]] = []
    groups += [(f"/guarantees/{n}", one.title, one.when) for n, one in enumerate(model.guarantees)]
    groups += [(f"/priorities/{n}", one.title, one.when) for n, one in enumerate(model.priorities)]
    groups += [(f"/eligibility/{n}", one.id, one.require) for n, one in enumerate(model.eligibility)]
    for pointer, title, condition in groups:
        if "rank" in kinds(condition):
            reason = f"'{title}' depends on the place on the list ({sentence(condition)})"
            yield Risk(pointer, f"{reason}: who lists such a programme lower loses it there")


def _seats(model: Model) -> Iterator[Risk]:
    for place, split in enumerate(model.splits):
        for number, kind in enumerate(split.types):
            pointer = f"/seat_types/{place}/types/{number}"
            if "rank" in kinds(kind.who):
                yield Risk(pointer, f"the seats '{kind.id}' depend on the place on the list")
            if kind.seats.share_of == "listing":
                yield Risk(pointer, f"the number of seats '{kind.id}' depends on who lists the programme")


def _constraints(model: Model) -> Iterator[Risk]:
    if model.blocks is not None:
        reason = (
            "with children placed as a block a stable placement need not exist, and no list is always best"
        )
        yield Risk("/families", reason, "Klaus and Klijn 2005")
    if model.tail_repair is not None:
        reason = "seats are added for who falls off the end, so that falling off can pay"
        yield Risk("/tail_repair", reason)
    if model.mechanism == "top_trading_cycles" and model.backups is not None:
        yield Risk("/backups", "back-ups change which priorities can be traded")


def worth_searching(model: Model) -> bool:
    """Whether some risk can show in the lists at hand (a limit on their length cannot)."""
    found = [risk for risk in risks(model) if not risk.rule.startswith("/lists")]
    return model.mechanism in SEARCHABLE and bool(found)
