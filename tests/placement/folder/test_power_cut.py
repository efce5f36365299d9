# SPDX-License-Identifier: EUPL-1.2
"""Kill a step at any file operation and give the command again: the same end, and nothing half-written."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gemengd.cli import main

HERE = Path(__file__).parent
MADE = runpy.run_path(str(HERE / "small_round.py"))
TRANSCRIPT, SALTS = "round/lottery/transcript.json", "round/lottery/secret/salts.json"
BEACON = json.dumps({"kind": "drill", "value": "ab" * 32})
STEPS = {
    "open": "open round --id small --drill",
    "commit": "commit round --drill",
    "reveal": "reveal round",
    "decide": "decide round",
    "draw": "draw round --beacon beacon.json",
    "run": "run round",
}


@pytest.fixture(scope="module")
def bases(tmp_path_factory):
    """The round before each step, and behind the last one."""
    folder = tmp_path_factory.mktemp("bases")
    base = folder / "open"
    MADE["write_round"](base / "round")
    (base / "beacon.json").write_text(BEACON, encoding="utf-8")
    for name, following in zip(STEPS, [*list(STEPS)[1:], "end"], strict=True):
        shutil.copytree(folder / name, folder / following)
        gemengd(folder / following, STEPS[name])
    return folder


def gemengd(folder, command):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["gemengd", "place", *command.split()])
        with pytest.raises(SystemExit) as end:
            main()
    assert end.value.code == 0


def cut(bases, tmp_path, step, every, command=None):
    """What `cut_off.py` found, with the hash of the transcript before the step."""
    arguments = [bases / step, tmp_path, every, "--", "place", *(command or STEPS[step]).split()]
    done = subprocess.run(
        [sys.executable, HERE / "cut_off.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def check(found):
    """What holds for every step, whatever is random in it."""
    assert found["code"] == 0
    assert len(found["cuts"]) > 0
    before = found["before"].get(TRANSCRIPT)
    for one in found["cuts"]:
        taken = one["after"].get(TRANSCRIPT) != before
        assert one["again"] == (3 if taken else 0)
        assert not taken or one["after"][TRANSCRIPT] == one["final"][TRANSCRIPT]
        assert set(one["final"]) == set(found["whole"]), "something was left behind or is missing"
        visible = {name for name in one["after"] if "partial" not in name}
        assert {name for name in one["final"] if "result/" in name} >= {n for n in visible if "result/" in n}


@pytest.mark.parametrize("step", ["open", "reveal", "decide", "draw", "run"])
def test_a_step_cut_off_anywhere_ends_as_if_it_was_not(bases, tmp_path, step):
    found = cut(bases, tmp_path, step, 7)
    check(found)
    assert {json.dumps(one["final"]) for one in found["cuts"]} == {json.dumps(found["whole"])}


def test_a_freeze_cut_off_keeps_the_salts_it_made(bases, tmp_path):
    found = cut(bases, tmp_path, "commit", 7)
    check(found)
    kept = [one for one in found["cuts"] if SALTS in one["after"]]
    assert kept
    assert [one for one in kept if one["after"][SALTS] != one["final"][SALTS]] == []


def test_a_drill_cut_off_keeps_the_value_it_made_in_place_of_the_beacon(bases, tmp_path):
    found = cut(bases, tmp_path, "draw", 3, "draw round")
    check(found)
    name = "round/lottery/drill-beacon.json"
    kept = [one for one in found["cuts"] if name in one["after"]]
    assert kept
    assert [one for one in kept if one["after"][name] != one["final"][name]] == []


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_every_single_file_operation_may_be_the_last(bases, tmp_path, step):
    # Writing the result is forty operations alike; every second of them is tried.
    found = cut(bases, tmp_path, step, 2 if step == "run" else 1)
    check(found)
    finals = [one["final"] for one in found["cuts"]]
    secret_and_random = step == "commit"
    assert secret_and_random or all(final == found["whole"] for final in finals)
    if step == "run":
        never_half(found)


def never_half(found):
    """The result is not there, or it is there whole."""
    names = {name for name in found["whole"] if name.startswith("round/result/")}
    assert names
    for one in found["cuts"]:
        seen = {name for name in one["after"] if name.startswith("round/result/")}
        assert seen in (set(), names)
        assert all(one["after"][name] == found["whole"][name] for name in seen)


@pytest.mark.slow
def test_a_result_that_was_never_recorded_is_replaced_cut_or_not(bases, tmp_path):
    """A result without its event is left by a cut before the last act; the next run puts its own there."""
    base = tmp_path / "stale"
    shutil.copytree(bases / "end", base)
    earlier = (bases / "run" / TRANSCRIPT).read_bytes()
    (base / TRANSCRIPT).write_bytes(earlier)
    (base / "round" / "result" / "placement.csv").write_text("something else\n", encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    found = cut(tmp_path, work, "stale", 3, STEPS["run"])
    check(found)
    assert all(one["final"] == found["whole"] for one in found["cuts"])
    assert found["whole"]["round/result/placement.csv"] != found["before"]["round/result/placement.csv"]
