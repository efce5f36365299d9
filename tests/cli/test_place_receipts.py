# SPDX-License-Identifier: EUPL-1.2
"""Receipts from the command line."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gemengd.rounds.folder import RoundFolder, freeze

made = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("place_made.py"))))


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    return made.placed(tmp_path_factory.mktemp("receipts") / "round")


def test_a_receipt_proves_application_and_outcome(run, placed, tmp_path):
    code, out, _ = run("place", "receipt", placed, "--applicant", "c001")
    assert code == 0
    assert json.loads(out)["drill"] is True
    (tmp_path / "receipt.json").write_text(out, encoding="utf-8")
    transcript = placed / "lottery" / "transcript.json"
    found = run("place", "verify", transcript, tmp_path / "receipt.json", "--language", "en")
    assert found.code == 0
    assert "EVERYTHING IS RIGHT." in found.out


def test_a_receipt_of_another_list_fails(run, placed, tmp_path):
    data = json.loads(run("place", "receipt", placed, "--applicant", "c001").out)
    data["application"]["preferences"][0] = [1, "s9"]
    (tmp_path / "receipt.json").write_text(json.dumps(data), encoding="utf-8")
    transcript = placed / "lottery" / "transcript.json"
    assert run("place", "verify", transcript, tmp_path / "receipt.json").code == 1


def test_before_the_draw_a_receipt_is_of_inclusion_only(run, tmp_path):
    folder = made.written(tmp_path / "round")
    freeze(RoundFolder(folder), made.clock(), drill_id="drill")
    data = json.loads(run("place", "receipt", folder, "--applicant", "c001").out)
    assert "placement" not in data
    assert run("place", "receipt", folder, "--all").code == 0
    assert len(list((folder / "lottery" / "secret" / "receipts").iterdir())) == 120


def test_all_receipts_appear_in_the_result(run, placed, tmp_path):
    folder = made.copied(placed, tmp_path / "round")
    code, out, _ = run("place", "receipt", folder, "--all")
    assert code == 0
    assert "120 receipts" in out
    receipts = folder / "result" / "receipts"
    assert receipts.stat().st_mode & 0o77 == 0
    one = json.loads((receipts / "c007.json").read_text(encoding="utf-8"))
    assert one["application"]["applicant"] == one["placement"]["applicant"] == "c007"


@pytest.mark.parametrize(
    ("options", "code", "words"), [(["--applicant", "nobody"], 4, "'nobody'"), ([], 2, "--all")]
)
def test_a_wrong_question_changes_nothing(run, placed, options, code, words):
    before = made.contents(placed)
    found = run("place", "receipt", placed, *options)
    assert found.code == code
    assert words in found.err
    assert made.contents(placed) == before


def test_before_the_list_is_frozen_there_is_no_receipt(run, tmp_path):
    folder = made.written(tmp_path / "round")
    assert run("place", "receipt", folder, "--all").code == 3
    assert run("place", "receipt", tmp_path / "nothing", "--all").code == 4
