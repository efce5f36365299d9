# SPDX-License-Identifier: EUPL-1.2
"""A folder of many files appears whole or not at all."""

from __future__ import annotations

import pytest

from gemengd.rounds.folder import file_name
from gemengd.tables.files import MANY, whole_folder


def fill(folder, many=3, **options):
    with whole_folder(folder, **({"secret": False} | options)) as partial:
        for number in range(many):
            (partial / f"{number}.txt").write_text("x", encoding="utf-8")


def cut_off(folder):
    with whole_folder(folder, secret=False, replace=True) as partial:
        (partial / "half.txt").write_text("x", encoding="utf-8")
        raise RuntimeError("power")


@pytest.mark.parametrize("many", [3, MANY + 1])
def test_everything_is_there_and_nothing_else(tmp_path, many):
    fill(tmp_path / "out", many)
    assert len(list((tmp_path / "out").iterdir())) == many
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failure_leaves_what_was_there(tmp_path):
    fill(tmp_path / "out")
    with pytest.raises(RuntimeError, match="power"):
        cut_off(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["0.txt", "1.txt", "2.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_it_replaces_only_when_asked(tmp_path):
    fill(tmp_path / "out", 3)
    with pytest.raises(OSError, match="not empty"):
        fill(tmp_path / "out", 1)
    fill(tmp_path / "out", 1, replace=True)
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_a_secret_folder_is_for_its_owner(tmp_path):
    fill(tmp_path / "secret", secret=True)
    fill(tmp_path / "public")
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "public").stat().st_mode & 0o777 == 0o755


def test_a_pseudonym_cannot_lead_out_of_the_folder():
    assert "/" not in file_name("../../etc/passwd")
    assert file_name("c001") == "c001"
