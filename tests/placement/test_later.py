# SPDX-License-Identifier: EUPL-1.2
"""Steps after the placement: cut off anywhere they were not taken, and given again they end the same."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.rounds.folder import RoundFolder, journal, read_finished
from gemengd.rounds.later import Decision, decide_by_hand, place_again, standing_of, withdraw

CLI = Path(__file__).parents[1] / "cli"
made = SimpleNamespace(**runpy.run_path(str(CLI / "place_made.py")))
WHY = {"by": "the boards", "reason": "as agreed"}


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return made.placed(tmp_path_factory.mktemp("later") / "round", schemes=["weesp_po_2014"])


@pytest.fixture
def folder(original, tmp_path):
    return RoundFolder(made.copied(original, tmp_path / "round"))


def give_back_and_place_again(folder):
    withdraw(folder, ["c001", "c002"], made.clock(), **WHY)
    place_again(folder, made.clock(), **WHY)


def steps(folder):
    """Each step of a later life of a round."""
    yield lambda: withdraw(folder, ["c001", "c002"], made.clock(), **WHY)
    decision = Decision("c003", None, **WHY)
    yield lambda: decide_by_hand(folder, decision, made.clock())
    yield lambda: place_again(folder, made.clock(), extra_seats={"s1:open": 1}, **WHY)


class PowerCut(BaseException):
    """The power fails."""


def test_a_step_cut_off_before_its_last_act_was_not_taken_and_can_be_given_again(
    folder, original, tmp_path, monkeypatch
):
    undisturbed = RoundFolder(made.copied(original, tmp_path / "undisturbed"))
    write = journal._write

    def fail(*_):
        raise PowerCut

    for disturbed, smooth in zip(steps(folder), steps(undisturbed), strict=True):
        before = folder.transcript()
        monkeypatch.setattr(journal, "_write", fail)
        with pytest.raises(PowerCut):
            disturbed()
        assert folder.transcript() == before
        standing_of(read_finished(folder))
        monkeypatch.setattr(journal, "_write", write)
        disturbed()
        smooth()
    assert made.contents(folder.path) == made.contents(undisturbed.path)


def test_the_standing_follows_from_the_events_alone(folder):
    for step in steps(folder):
        step()
    standing = standing_of(read_finished(folder))
    held = dict(standing.held().select("applicant", "programme").rows())
    assert {"c001", "c002"} & set(held) == set()
    assert held["c003"] is None
    assert (standing.rematches, dict(standing.extra)) == (1, {("s1", "open"): 1})
    table = (folder.result / "rematch-1" / "placement.csv").read_text(encoding="utf-8")
    assert table == standing.held().write_csv()


def test_details_are_in_the_transcript_as_a_salted_hash_only(folder):
    give_back_and_place_again(folder)
    text = folder.transcript_file.read_text(encoding="utf-8")
    assert "c001" not in text
    kept = folder.secret / "later.json"
    assert kept.stat().st_mode & 0o77 == 0
    assert "c001" in kept.read_text(encoding="utf-8")


def test_a_seat_type_has_to_be_named_where_there_are_several(folder):
    with pytest.raises(ValueError, match="extra_attention, open at s1"):
        place_again(folder, made.clock(), extra_seats={"s1": 1}, **WHY)
    with pytest.raises(ValueError, match="Name the kind of seat"):
        decide_by_hand(folder, Decision("c003", "s1", extra_seat=True, **WHY), made.clock())
