# SPDX-License-Identifier: EUPL-1.2
"""What happens after the placement, from the command line."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from gemengd.rounds.folder import RoundFolder

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("place_made.py"))))
WHY = ["--by", "the boards", "--reason", "as agreed"]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return made.placed(tmp_path_factory.mktemp("later") / "round")


@pytest.fixture
def placed(original, tmp_path):
    return made.copied(original, tmp_path / "round")


def table(folder, name="placement.csv"):
    return pl.read_csv(folder / "result" / name)


def places(frame):
    return dict(frame.select("applicant", "programme").rows())


def full_with_waiting_list(placed):
    """A programme that is full, somebody who has a seat there, and somebody who waits."""
    reserve = table(placed, "reserve_lists.csv").sort("programme", "position")
    programme, waits = reserve["programme"][0], reserve["applicant"][0]
    holder = table(placed).filter(pl.col("programme") == programme)["applicant"][0]
    return programme, holder, waits


def kinds(placed):
    return [one["kind"] for one in RoundFolder(placed).transcript().events][-3:]


def late_tables(folder, name="late1", first="s1"):
    folder.mkdir()
    (folder / "applicants.csv").write_text(f"applicant,target_group\n{name},no\n", encoding="utf-8")
    wanted = [first, *(one for one in ("s1", "s2", "s3", "s4") if one != first)][:4]
    rows = "".join(f"{name},{rank},{one}\n" for rank, one in enumerate(wanted, start=1))
    (folder / "preferences.csv").write_text(f"applicant,rank,programme\n{rows}", encoding="utf-8")
    return folder


def test_a_place_given_back_goes_to_the_waiting_list_and_nobody_loses(run, placed):
    programme, holder, _ = full_with_waiting_list(placed)
    assert run("place", "withdraw", placed, "--applicant", holder, *WHY).code == 0
    code, out, _ = run("place", "rematch", placed, *WHY)
    assert code == 0
    assert "left 1" in out
    assert "A full rerun would place" in out
    before, now = places(table(placed)), places(table(placed, "rematch-1/placement.csv"))
    changes = table(placed, "rematch-1/changes.csv")
    assert holder not in now
    assert set(changes["change"]) <= {"kept", "moved_up", "new", "left", "no_place"}
    moved = {name for name in now if before[name] != now[name]}
    assert moved
    assert programme in {now[name] for name in moved}
    assert kinds(placed)[-2:] == ["withdrawn", "rematch"]


def test_the_first_result_stays_and_the_round_still_verifies(run, placed):
    first = made.contents(placed / "result")
    _, holder, _ = full_with_waiting_list(placed)
    run("place", "withdraw", placed, "--applicant", holder, *WHY)
    run("place", "rematch", placed, *WHY)
    now = made.contents(placed / "result")
    changed = {name for name, content in first.items() if now[name] != content}
    assert changed == {"full-transcript.json"}
    assert run("place", "verify", placed).code == 0
    assert run("place", "audit", placed).code == 0


def test_who_comes_late_stands_behind_everybody(run, placed, tmp_path):
    programme, holder, waits = full_with_waiting_list(placed)
    tables = late_tables(tmp_path / "late", first=programme)
    code, out, _ = run("place", "late", placed, tables, *WHY)
    assert code == 0
    assert "1 late applications, 0 changed lists" in out
    run("place", "withdraw", placed, "--applicant", holder, *WHY)
    assert run("place", "rematch", placed, *WHY).code == 0
    now = places(table(placed, "rematch-1/placement.csv"))
    assert now["late1"] != programme
    assert now[waits] == programme


def test_a_child_of_the_round_can_change_its_list(run, placed, tmp_path):
    child = table(placed).filter(pl.col("rank") == 1)["applicant"][0]
    tables = late_tables(tmp_path / "late", name=child)
    out = run("place", "late", placed, tables, *WHY).out
    assert "0 late applications, 1 changed lists" in out
    assert kinds(placed)[-1] == "list_changed"


def test_extra_seats_go_to_who_waits(run, placed):
    programme, _, waits = full_with_waiting_list(placed)
    code, *_ = run("place", "rematch", placed, *WHY, "--extra-seats", f"{programme}=1")
    assert code == 0
    assert places(table(placed, "rematch-1/placement.csv"))[waits] == programme
    assert kinds(placed)[-2:] == ["seats_added", "rematch"]


def test_a_decision_by_hand_is_kept_in_a_chain_and_in_the_transcript(run, placed):
    programme, _, waits = full_with_waiting_list(placed)
    code, out, _ = run(
        *("place", "override", placed, "--applicant", waits, "--to", programme, "--extra-seat", *WHY)
    )
    assert code == 0
    assert "waiting list there" in out
    event = RoundFolder(placed).transcript().events[-1]
    assert event["kind"] == "override"
    assert event["data"]["reason"] == "as agreed"
    assert waits not in json.dumps(event)
    lines = (placed / "result" / "overrides.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[1])["previous"] == json.loads(lines[0])["anchor"]
    assert (placed / "result" / "overrides.jsonl").stat().st_mode & 0o77 == 0
    letter = run("place", "explain", placed, "--applicant", waits, "--language", "en").out
    assert "something was decided about your child" in letter


def test_a_rematch_leaves_alone_what_was_decided_by_hand(run, placed):
    programme, holder, waits = full_with_waiting_list(placed)
    run("place", "override", placed, "--applicant", holder, "--no-place", *WHY)
    other = next(one for one in ("s1", "s2", "s3") if one not in (programme, places(table(placed))[waits]))
    run("place", "override", placed, "--applicant", waits, "--to", other, "--extra-seat", *WHY)
    assert run("place", "rematch", placed, *WHY).code == 0
    now = places(table(placed, "rematch-1/placement.csv"))
    assert (now[holder], now[waits]) == (None, other)
    sizes = dict(pl.read_csv(placed / "programmes.csv").select("programme", "seats").rows())
    taken = table(placed, "rematch-1/placement.csv").drop_nulls("programme").group_by("programme").len()
    for name, many in taken.rows():
        assert many <= sizes[name] + (name == other)


def test_a_second_rematch_goes_on_from_the_first(run, placed):
    for number in (1, 2):
        folder = f"rematch-{number}"
        holder = table(placed, "rematch-1/placement.csv" if number == 2 else "placement.csv")
        gone = holder.drop_nulls("programme")["applicant"][number]
        assert run("place", "withdraw", placed, "--applicant", gone, *WHY).code == 0
        assert run("place", "rematch", placed, *WHY).code == 0
        assert gone not in places(table(placed, f"{folder}/placement.csv"))
    assert "left 1" in (placed / "result" / "rematch-2" / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (["withdraw", "--applicant", "nobody", *WHY], 4, "'nobody'"),
        (["withdraw", "--applicant", "c001", "--by", "x", "--reason", " "], 3, "reason"),
        (["override", "--applicant", "nobody", "--to", "s1", *WHY], 4, "'nobody'"),
        (["override", "--applicant", "c001", "--to", "s99", *WHY], 3, "'s99'"),
        (["override", "--applicant", "c001", *WHY], 2, "--no-place"),
        (["override", "--applicant", "c001", "--to", "s1", "--seat-type", "x", *WHY], 3, "'x'"),
        (["rematch", *WHY, "--extra-seats", "s99=1"], 3, "'s99'"),
        (["rematch", *WHY, "--extra-seats", "s1"], 2, "s03=2"),
        (["late", "nowhere", *WHY], 4, "nowhere"),
    ],
)
def test_bad_input_is_explained_and_changes_nothing(run, original, command, code, words):
    before = made.contents(original)
    found = run("place", command[0], original, *command[1:])
    assert found.code == code
    assert words in found.err
    assert made.contents(original) == before


def test_a_full_programme_needs_an_extra_seat(run, placed):
    programme, _, waits = full_with_waiting_list(placed)
    before = made.contents(placed)
    found = run("place", "override", placed, "--applicant", waits, "--to", programme, *WHY)
    assert found.code == 3
    assert "--extra-seat" in found.err
    assert made.contents(placed) == before


def test_late_tables_that_do_not_fit_are_refused(run, placed, tmp_path):
    tables = late_tables(tmp_path / "late")
    path = tables / "preferences.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("s2", "s99"), encoding="utf-8")
    before = made.contents(placed)
    found = run("place", "late", placed, tables, *WHY)
    assert found.code == 3
    assert "s99" in found.err
    assert made.contents(placed) == before


def test_who_withdrew_is_gone(run, placed):
    run("place", "withdraw", placed, "--applicant", "c001", *WHY)
    again = run("place", "withdraw", placed, "--applicant", "c001", *WHY)
    assert (again.code, "withdrew" in again.err) == (3, True)


@pytest.mark.parametrize("command", ["withdraw", "override", "rematch"])
def test_nothing_comes_before_the_placement(run, tmp_path, command):
    folder = made.written(tmp_path / "round")
    before = made.contents(folder)
    child = {"withdraw": ["--applicant", "c001"], "override": ["--applicant", "c001", "--to", "s1"]}
    found = run("place", command, folder, *child.get(command, []), *WHY)
    assert found.code == 3
    assert made.contents(folder) == before
    assert run("place", command, tmp_path / "nothing", *child.get(command, []), *WHY).code == 4


def test_altered_details_are_noticed(run, placed):
    run("place", "withdraw", placed, "--applicant", "c001", *WHY)
    path = placed / "lottery" / "secret" / "later.json"
    path.write_text(path.read_text(encoding="utf-8").replace("c001", "c002"), encoding="utf-8")
    found = run("place", "rematch", placed, *WHY)
    assert found.code == 3
    assert "later.json" in found.err
    assert not (placed / "result" / "rematch-1").exists()


def test_rules_that_trade_are_not_placed_again(run, tmp_path):
    folder = made.written(tmp_path / "round")
    text = (folder / "rules.yaml").read_text(encoding="utf-8")
    text = text.replace("name: deferred_acceptance", "name: boston")
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    for command in (["commit", "--drill"], ["draw"], ["run"]):
        assert run("place", command[0], folder, *command[1:]).code == 0
    found = run("place", "rematch", folder, *WHY)
    assert found.code == 3
    assert "boston" in found.err
    assert "override" in found.err
