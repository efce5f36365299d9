# SPDX-License-Identifier: EUPL-1.2
"""The plan of a draw: nothing in it may leave somebody a choice between two outcomes."""

from __future__ import annotations

import runpy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gemengd.rounds.lottery import QUICKNET, Plan, Refused, Source, drand_source, open_round, plan_from

MADE = runpy.run_path(str(Path(__file__).with_name("lottery_made.py")))
completed, moments, plan_of, real_source, small_round = (
    MADE[name] for name in ("completed", "moments", "plan_of", "real_source", "small_round")
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = "0" * 64


def opened(plan):
    return open_round("2023-ronde1", RULES, plan, moments_now()["open"])


def moments_now():
    return moments(real_source().exists_from)


def source(**change):
    return replace(real_source(), **change)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sources": ()}, "at least one"),
        ({"reveal_from": moments_now()["closes"]}, "a moment after closing"),
        ({"reveal_by": moments_now()["draw"]}, "a moment after the last moment for that"),
        ({"reveal_by": moments_now()["draw"] - HOUR}, "at least an hour after"),
        ({"sources": (source(kind="dice"),)}, "one of drand"),
        ({"sources": (source(reference="5"),)}, "when it exists"),
        ({"sources": (source(), source(kind="nist"))}, "a moment after giving up source 1"),
    ],
)
def test_a_plan_that_leaves_somebody_a_choice_is_refused(change, expected):
    plan = replace(plan_of(real_source()), **change)
    with pytest.raises(Refused, match=expected):
        opened(plan)


def test_the_list_is_fixed_a_day_before_the_first_source():
    at = moments_now()
    plan = Plan(at["closes"], at["draw"] - DAY, at["draw"] - 2 * HOUR, (real_source(),))
    with pytest.raises(Refused, match="at least 24 hours"):
        opened(plan)


def test_a_drill_cannot_be_mixed_with_real_sources():
    first = real_source()
    drill = Source("drill", "drill", first.give_up + HOUR, first.give_up + DAY)
    with pytest.raises(Refused, match="a drill or is none"):
        opened(plan_of(first, drill))


def test_a_drill_says_so_in_the_transcript():
    assert completed(small_round(), drill=3).transcript.data_of("opened")["drill"] is True
    assert completed(small_round()).transcript.data_of("opened")["drill"] is False


def test_a_plan_reads_back_as_it_was_written():
    plan = plan_of(real_source(), drand_source(QUICKNET.time_of(700_000), DAY))
    assert plan_from(plan.as_data()) == plan
