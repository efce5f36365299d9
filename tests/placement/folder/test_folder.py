# SPDX-License-Identifier: EUPL-1.2
"""The folder of a round: what a step may record, when it takes place, what comes next."""

from __future__ import annotations

import json
import os
import runpy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from gemengd.placement.audit import FAILED, AuditFailed
from gemengd.rounds.folder import (
    Clock,
    NoRound,
    RoundBusy,
    RoundFolder,
    audit_of,
    decide,
    draw,
    drill_plan,
    freeze,
    next_step,
    open_folder,
    place,
    read_finished,
    read_frozen,
    record,
    record_placed,
    step_moment,
    work_of,
)
from gemengd.rounds.folder.result_files import result_files
from gemengd.rounds.lottery import Refused, add_later, drand_source, frame_of, placed_data
from gemengd.rounds.lottery import place as place_event
from gemengd.rounds.lottery.plan import Plan

MADE = runpy.run_path(str(Path(__file__).with_name("small_round.py")))
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def clock(now=NOW):
    numbers = count()
    return Clock(now, lambda size: next(numbers).to_bytes(size, "big"))


@pytest.fixture
def folder(tmp_path):
    return RoundFolder(MADE["write_round"](tmp_path / "round"))


@pytest.fixture
def drawn(folder):
    freeze(folder, clock(), drill_id="small")
    draw(folder, None, clock())
    return folder


@pytest.fixture
def placed(drawn):
    place(drawn, clock())
    return drawn


def ready(folder):
    """Everything that `record_placed` takes."""
    transcript = folder.transcript()
    work = work_of(folder, transcript)
    audit = audit_of(work)
    data = placed_data(work.outcome, work.compiled, work.tickets, work.placements, audit=audit.as_dict())
    rules, moment = work.round_.rules.identity, transcript.moment
    frame = frame_of(work.round_)
    longer = place_event(transcript, data, work.commitment, frame, rules=rules, moment=moment)
    return longer, audit, result_files(work, longer, audit)


def broken(audit):
    return replace(audit, checks=(replace(audit.checks[0], status=FAILED), *audit.checks[1:]))


def test_the_stage_is_what_the_transcript_says(folder):
    assert folder.stage is None
    freeze(folder, clock(), drill_id="small")
    assert folder.stage == "frozen"


def test_a_placement_is_not_recorded_with_an_audit_that_failed(drawn):
    longer, audit, result = ready(drawn)
    before = MADE["contents"](drawn.path)
    with pytest.raises(AuditFailed):
        record_placed(drawn, longer, broken(audit), result)
    assert MADE["contents"](drawn.path) == before


def test_a_placement_is_not_recorded_with_the_audit_of_another(drawn):
    longer, audit, result = ready(drawn)
    other = replace(audit, checks=audit.checks[1:])
    with pytest.raises(ValueError, match="another audit"):
        record_placed(drawn, longer, other, result)


def test_a_placement_is_not_recorded_without_its_audit(drawn):
    longer, _, _ = ready(drawn)
    with pytest.raises(ValueError, match="record_placed"):
        record(drawn, longer)


def test_a_transcript_that_lost_an_event_is_not_recorded(drawn):
    transcript = drawn.transcript()
    shorter = replace(transcript, events=transcript.events[:-1])
    with pytest.raises(Refused, match="does not continue"):
        record(drawn, shorter.record("decided", transcript.moment, {}))


def test_a_later_event_stands_in_the_full_transcript_too(placed):
    before = json.loads(placed.full_transcript_file.read_text(encoding="utf-8"))
    transcript = placed.transcript()
    moment = step_moment(transcript, "withdrawn", NOW)
    longer = add_later(transcript, "withdrawn", moment, by="desk", reason="moved house")
    record(placed, longer)
    after = json.loads(placed.full_transcript_file.read_text(encoding="utf-8"))
    assert after["events"] == json.loads(placed.transcript_file.read_text(encoding="utf-8"))["events"]
    assert after["events"][:-1] == before["events"]
    assert after["applications"] == before["applications"]
    assert placed.stage == "placed"


def test_a_placed_round_reads_back_as_it_was_published(placed):
    finished = read_finished(placed)
    assert finished.drill
    assert finished.work.placements.root == placed.transcript().data_of("placed")["placements"]
    assert finished.work.commitment.root == read_frozen(placed, placed.transcript()).root


def test_a_round_that_was_not_placed_cannot_be_read_as_finished(drawn):
    with pytest.raises(Refused, match="Place first"):
        read_finished(drawn)


def test_the_long_steps_tell_how_far_they_are(folder):
    told = []
    freeze(folder, clock(), drill_id="small", progress=lambda *one: told.append(one))
    draw(folder, None, clock(), lambda *one: told.append(one))
    place(folder, clock(), lambda *one: told.append(one))
    ends = {what: (done, total) for what, done, total in told}
    assert list(ends) == ["Freezing", "Drawing", "Placing", "Audit and result"]
    assert all(done == total for done, total in ends.values())


def test_salts_left_by_an_interrupted_freeze_are_used(folder, tmp_path):
    other = RoundFolder(MADE["write_round"](tmp_path / "other"))
    freeze(other, clock(), drill_id="small")
    folder.lottery.mkdir()
    folder.secret.mkdir()
    salts = (other.secret / "salts.json").read_bytes()
    (folder.secret / "salts.json").write_bytes(salts)
    later = Clock(NOW, os.urandom)
    freeze(folder, later, drill_id="small")
    assert (folder.secret / "salts.json").read_bytes() == salts


@pytest.mark.parametrize("left", [b"{}", b"no json", b'{"ada": "00"}', b'["ada"]'])
def test_salts_that_do_not_fit_are_made_anew_before_the_freeze(folder, left):
    folder.lottery.mkdir()
    folder.secret.mkdir()
    (folder.secret / "salts.json").write_bytes(left)
    freeze(folder, clock(), drill_id="small")
    assert read_frozen(folder, folder.transcript()).size == 12


def test_the_lock_leaves_no_file_and_keeps_others_out(folder):
    before = MADE["contents"](folder.path)
    with folder.lock():
        assert MADE["contents"](folder.path) == before
        with pytest.raises(RoundBusy), folder.lock():
            pass
    with folder.lock():
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoRound, match="nowhere"):
        RoundFolder(tmp_path / "nowhere").transcript()


def test_a_drill_takes_each_step_at_the_first_moment_of_its_plan(folder):
    transcript = freeze(folder, clock(), drill_id="small")
    transcript = draw(folder, None, clock(NOW + 100 * HOUR))
    plan = drill_plan(NOW)
    moments = [one["moment"] for one in transcript.events]
    expected = [plan.closes - HOUR, plan.closes, plan.reveal_from, plan.reveal_from]
    expected.append(plan.sources[0].exists_from)
    assert moments == [f"{one:%Y-%m-%dT%H:%M:%SZ}" for one in expected]


def test_a_drill_with_a_part_it_does_not_have_decides_after_the_last_moment_for_it(folder):
    transcript = freeze(folder, clock(), drill_id="small", notary="ab" * 32)
    transcript = decide(folder, clock())
    assert transcript.moment == drill_plan(NOW).reveal_by + timedelta(seconds=1)
    assert transcript.data_of("decided") == {"notary_counts": False}


def test_a_real_round_goes_by_the_clock(folder):
    source = drand_source(NOW + 48 * HOUR, HOUR)
    plan = Plan(NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR, (source,))
    transcript = open_folder(folder, "small", plan, clock())
    late = NOW + HOUR + timedelta(microseconds=7)
    assert step_moment(transcript, "frozen", late) == NOW + HOUR


def test_the_next_step_of_a_drill_has_no_dates(folder):
    assert next_step(folder.transcript(), NOW).command == "open"
    transcript = freeze(folder, clock(), drill_id="small")
    step = next_step(transcript, NOW)
    assert (step.command, step.not_before, step.before) == ("draw", None, None)
    assert next_step(draw(folder, None, clock()), NOW).command == "run"


@pytest.mark.parametrize(
    ("hours", "sources", "command"),
    [(1.5, 1, "reveal"), (4, 1, "decide"), (49, 1, "open"), (49, 2, "skip")],
)
def test_the_next_step_of_a_sealed_list_depends_on_the_clock(folder, hours, sources, command):
    plan = Plan(
        NOW + HOUR,
        NOW + 2 * HOUR,
        NOW + 3 * HOUR,
        tuple(drand_source(NOW + (48 + 12 * number) * HOUR, HOUR) for number in range(sources)),
    )
    open_folder(folder, "small", plan, clock())
    transcript = freeze(folder, clock(NOW + HOUR), notary="ab" * 32)
    assert next_step(transcript, NOW + hours * HOUR).command == command


def test_the_order_on_disk_is_secrets_first_transcript_last(folder, monkeypatch):
    seen = []
    rename = os.replace

    def heard(source, target, **rest):
        seen.append(Path(target).name)
        rename(source, target, **rest)

    monkeypatch.setattr(os, "replace", heard)
    freeze(folder, clock(), drill_id="small")
    assert seen == ["rules.json", "salts.json", "applications.json", "notary-part.hex", "transcript.json"]


def test_every_file_is_on_the_disk_before_it_gets_its_name(drawn, monkeypatch):
    seen = []
    rename, sync = os.rename, os.fsync

    def settled(descriptor):
        seen.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)
        sync(descriptor)

    def named(source, target, **rest):
        seen.append(f"> {Path(target).name}")
        rename(source, target, **rest)

    monkeypatch.setattr(os, "fsync", settled)
    monkeypatch.setattr(os, "rename", named)
    place(drawn, clock())
    files = [
        "placement.csv", "reserve_lists.csv", "cutoffs.csv", "audit.json", "audit-full.json",
        "full-transcript.json",
    ]  # fmt: skip
    named_at = seen.index("> result")
    assert sorted(seen[:named_at]) == sorted([*files, "result.partial"])
    assert seen[named_at:] == ["> result", "round", "round", "transcript.json.partial", "lottery"]
