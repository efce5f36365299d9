# SPDX-License-Identifier: EUPL-1.2
"""The transcript names the code of every step that depends on it, and everybody is told where it changed."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from gemengd.rounds.folder import Clock, RoundFolder, draw, freeze, place
from gemengd.rounds.folder import software as rooms
from gemengd.rounds.folder.software import LIBRARIES, ROOMS, differing, software
from gemengd.rounds.verify import verifier

NUMBERS = count()
CLOCK = Clock(datetime(2026, 3, 1, 12, tzinfo=UTC), lambda size: next(NUMBERS).to_bytes(size, "big"))
MADE = runpy.run_path(str(Path(__file__).with_name("small_round.py")))


def test_every_room_that_places_and_every_library_is_named():
    named = software()
    assert {f"gemengd.{room}" for room in ROOMS} | {"verifier.py", "python", *LIBRARIES} == set(named)
    assert all(len(named[f"gemengd.{room}"]) == 64 for room in ROOMS)


def test_one_sign_in_a_kernel_or_a_scheme_is_another_room(tmp_path):
    (tmp_path / "kernels").mkdir()
    kernel, scheme = tmp_path / "kernels" / "one.py", tmp_path / "scheme.yaml"
    kernel.write_text("a = 1", encoding="utf-8")
    scheme.write_text("b: 1", encoding="utf-8")
    seen = {rooms._digest(tmp_path)}
    for path in (kernel, scheme):
        path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
        seen.add(rooms._digest(tmp_path))
    assert len(seen) == 3


@pytest.fixture
def placed(tmp_path, monkeypatch):
    """A placed drill whose placement ran with another engine than its list was frozen with."""
    folder = RoundFolder(MADE["write_round"](tmp_path / "round"))
    freeze(folder, CLOCK, drill_id="small")
    other = software() | {"gemengd.placement": "0" * 64, "numba": "0.1"}
    monkeypatch.setattr("gemengd.rounds.folder.placing.software", lambda: other)
    draw(folder, None, CLOCK)
    place(folder, CLOCK)
    return folder


def test_a_step_with_other_code_is_told(placed: RoundFolder, capsys):
    assert differing(placed.transcript()) == {"placed": ["gemengd.placement", "numba"]}
    assert verifier.main([str(placed.full_transcript_file), "--language", "en"]) == 0
    assert "placed ran with other software than the step before it: gemengd.placement, numba." in (
        capsys.readouterr().out
    )


def test_steps_with_the_same_code_are_not_told(tmp_path, capsys):
    folder = RoundFolder(MADE["write_round"](tmp_path / "round"))
    freeze(folder, CLOCK, drill_id="small")
    draw(folder, None, CLOCK)
    place(folder, CLOCK)
    assert differing(folder.transcript()) == {}
    verifier.main([str(folder.full_transcript_file), "--language", "en"])
    assert "other software" not in capsys.readouterr().out
