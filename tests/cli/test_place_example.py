# SPDX-License-Identifier: EUPL-1.2
"""Made-up rounds from the command line."""

from __future__ import annotations

import json

import pytest

from gemengd.placement.rules import compile_round, read_round, seeded_tickets
from gemengd.placement.rules import run as place_round

TABLES = ["applicants.csv", "claims.csv", "preferences.csv", "programmes.csv"]


def test_a_round_is_written_with_rules_and_its_truth(run, tmp_path):
    folder = tmp_path / "new" / "round"
    code, out, _ = run("place", "example", folder, "--children", 60, "--programmes", 5)
    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == [*TABLES, "rules.yaml", "truth.json"]
    assert "60 children, 5 schools" in out
    assert f"Next: gemengd place check {folder}" in out
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert set(truth["popularity"]) == {f"s{one}" for one in range(1, 6)}
    assert truth["town"]["distance_taste"] == 1.0
    assert list((tmp_path / "new").iterdir()) == [folder]


def test_the_round_can_be_placed(run, tmp_path):
    run("place", "example", tmp_path / "round", "--children", 60)
    round_ = read_round(tmp_path / "round")
    compiled = compile_round(round_, seeded_tickets(round_, 1))
    assert (place_round(compiled).placement.entry >= 0).sum() > 50


def test_the_same_seed_gives_the_same_files(run, tmp_path):
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        assert run("place", "example", tmp_path / name, "--seed", seed).code == 0
    lists = [(tmp_path / name / "preferences.csv").read_bytes() for name in "abc"]
    assert lists[0] == lists[1] != lists[2]


def test_several_schemes_give_the_columns_of_all_and_the_rules_of_the_first(run, tmp_path):
    folder = tmp_path / "round"
    code, *_ = run("place", "example", folder, "--scheme", "den_haag_po", "--scheme", "amsterdam_po")
    assert code == 0
    assert read_round(folder).rules.name == "den_haag_po"
    assert {"staff_child", "priority_school"} <= set(read_round(folder).claims.columns)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert "claims.priority_school" in truth["made_up_columns"]


def test_the_calibrated_amsterdam_is_written(run, tmp_path, shared_data):
    table = shared_data / "amsterdam" / "osvo_matching_2025_departments.csv"
    code, out, _ = run("place", "example", tmp_path / "round", "--amsterdam", table)
    assert code == 0
    assert "7,639 children, 152 schools" in out
    round_ = read_round(tmp_path / "round")
    assert round_.rules.name == "amsterdam_vo_2024"
    compile_round(round_, seeded_tickets(round_, 1))


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--scheme", "eindhoven_po"], 4, "eindhoven_po"),
        (["--scheme", "ghent_basis"], 3, "to_be_set"),
        (["--programmes", "3"], 3, "expected 4 or more"),
        (["--amsterdam", "nowhere.csv"], 4, "nowhere.csv"),
        (["--children", "0"], 2, "--children"),
    ],
)
def test_what_cannot_be_made_is_explained_and_nothing_is_written(run, tmp_path, options, code, words):
    found = run("place", "example", tmp_path / "round", *options)
    assert found.code == code
    assert words in found.err
    assert list(tmp_path.iterdir()) == []


def test_another_table_than_that_of_amsterdam_is_refused(run, tmp_path):
    (tmp_path / "table.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    code, _, err = run("place", "example", tmp_path / "round", "--amsterdam", tmp_path / "table.csv")
    assert code == 3
    assert "first_pref" in err
    assert not (tmp_path / "round").exists()


def test_a_folder_that_holds_something_is_left_alone(run, tmp_path):
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    code, _, err = run("place", "example", tmp_path)
    assert code == 3
    assert "holds something" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
