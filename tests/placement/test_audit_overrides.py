# SPDX-License-Identifier: EUPL-1.2
"""Placement by hand leaves a trace."""

from __future__ import annotations

import json
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from gemengd.placement import deferred_acceptance
from gemengd.placement.audit import FAILED, PASSED, OverrideLog, audit, read_log, write_log
from gemengd.tables import InvalidTable

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("named.py"))))
WHEN = {"decided_by": "placement board", "moment": "2025-04-10"}


@pytest.fixture
def round_():
    lists = {"a": ["x", "y"], "b": ["x", "y"], "c": ["x"], "d": ["x", "y"]}
    return made.town(lists, {"x": 1, "y": 1})


@pytest.fixture
def log():
    empty = OverrideLog("anchor")
    one = empty.record("c", before=None, after="x", reason="no place at all", extra_seat=True, **WHEN)
    return one.record("d", before=None, after="y", reason="moved house", extra_seat=True, **WHEN)


def result(round_, outcome, **changed):
    frame = outcome.frame(round_.labels).select("applicant", "programme")
    names = [changed.get(row["applicant"], row["programme"]) for row in frame.to_dicts()]
    return frame.with_columns(programme=pl.Series(names, dtype=pl.String))


def audited(round_, log=None, **changed):
    outcome = deferred_acceptance(round_.market)
    final = result(round_, outcome, **changed)
    return audit(round_.market, outcome, round_.labels, overrides=log, final=final)


def test_a_result_without_decisions_by_hand_is_the_placement(round_):
    assert audited(round_).passed


def test_a_place_by_hand_without_a_trace_fails(round_):
    found = audited(round_, c="x")
    assert found["trace"].status == FAILED
    assert found["trace"].examples == ("c: x instead of None",)


def test_a_place_by_hand_with_its_decision_passes_and_shows_who_was_passed_over(round_, log):
    found = audited(round_, log, c="x", d="y")
    assert found.passed, list(found.lines())
    assert found["overrides"].examined == 2
    assert found["passed_by_hand"].count == 1


def test_a_decision_that_was_not_carried_out_fails(round_, log):
    assert audited(round_, log, c="x")["trace"].status == FAILED


def test_a_place_by_hand_above_the_seats_fails_unless_a_seat_was_added(round_):
    crowded = OverrideLog("anchor").record("c", before=None, after="x", reason="why", **WHEN)
    assert audited(round_, crowded, c="x")["capacities"].status == FAILED


def test_a_seat_left_by_hand_is_not_called_wasted(round_):
    moved = OverrideLog("anchor").record("a", before="x", after="y", reason="asked", extra_seat=True, **WHEN)
    found = audited(round_, moved, a="y")
    assert found["wasted_seats"].status == PASSED
    assert found.passed


def test_a_place_not_on_the_list_can_be_given_by_hand():
    compiled = made.town({"a": ["x"], "b": ["x"]}, {"x": 1, "z": 1})
    outcome = deferred_acceptance(compiled.market)
    log = OverrideLog("anchor").record("b", before=None, after="z", reason="nothing left", **WHEN)
    final = result(compiled, outcome, b="z")
    assert audit(compiled.market, outcome, compiled.labels, overrides=log, final=final).passed


def test_a_decision_about_what_somebody_did_not_have_fails(round_):
    wrong = OverrideLog("anchor").record("c", before="y", after="x", reason="why", extra_seat=True, **WHEN)
    found = audited(round_, wrong, c="x")
    assert found["overrides"].status == FAILED
    assert found["overrides"].examples == ("decision 1 starts from y, but c had None",)


def test_a_decision_about_nobody_fails(round_):
    wrong = OverrideLog("anchor").record("q", before=None, after="x", reason="why", **WHEN)
    assert audited(round_, wrong)["overrides"].status == FAILED


@pytest.mark.parametrize("field", ["applicant", "reason", "after", "decided_by", "moment"])
def test_a_decision_changed_afterwards_is_seen(log, field):
    changed = replace(log.decisions[0], **{field: "other"})
    found = list(replace(log, decisions=(changed, log.decisions[1])).breaks())
    assert found == ["decision 1 was changed after it was recorded"]


def test_a_decision_changed_with_a_new_hash_breaks_the_next_one(log):
    changed = replace(log.decisions[0], reason="a better reason")
    changed = replace(changed, hash=changed.fingerprint())
    found = list(replace(log, decisions=(changed, log.decisions[1])).breaks())
    assert found == ["decision 2 does not follow the one before it: one was removed or changed"]


def test_a_removed_decision_is_seen(log):
    assert list(replace(log, decisions=log.decisions[1:]).breaks())


def test_a_decision_needs_a_reason():
    with pytest.raises(ValueError, match="reason of the decision about c is empty"):
        OverrideLog("anchor").record("c", before=None, after="x", reason=" ", **WHEN)


def test_a_log_can_be_written_and_read(log, tmp_path):
    write_log(log, tmp_path / "overrides.jsonl")
    assert read_log(tmp_path / "overrides.jsonl") == log
    assert [one.name for one in tmp_path.iterdir()] == ["overrides.jsonl"]


def test_a_changed_log_file_is_seen(log, tmp_path):
    path = tmp_path / "overrides.jsonl"
    write_log(log, path)
    path.write_text(path.read_text().replace("moved house", "friend of the board"))
    assert list(read_log(path).breaks()) == ["decision 2 was changed after it was recorded"]


@pytest.mark.parametrize("line", ["{", "[]", '{"x": 1}'])
def test_a_file_that_is_no_log_is_refused_with_its_row(log, tmp_path, line):
    path = tmp_path / "overrides.jsonl"
    path.write_text(json.dumps({"anchor": "x"}) + "\n" + line + "\n")
    with pytest.raises(InvalidTable, match=r"overrides\.jsonl, row 2"):
        read_log(path)
