# SPDX-License-Identifier: EUPL-1.2
"""The list of municipal mergers."""

from __future__ import annotations

from datetime import date

import pytest

from gemengd import sources
from gemengd.tables import InvalidTable, current_codes

HEADER = "Bestaan tot;Eindjaar;Oude;Nieuwe;Huidige code;Huidige naam"


@pytest.fixture
def merger_file(tmp_path):
    def write(*rows):
        path = tmp_path / "mergers.csv"
        path.write_bytes("\n".join([HEADER, *rows]).encode("latin-1"))
        return path

    return write


def _read(path):
    (contribution,) = sources.read([path])
    return contribution


def test_both_spellings_of_a_date(merger_file):
    path = merger_file(
        "1-1-2014;2014;GM9001;GM9002;GM9002;Dâlen", "15-07-1877;1877;GM9003;GM9004;GM9004;Elders"
    )
    assert _read(path).tables["mergers"].rows() == [
        ("GM9001", "GM9002", date(2014, 1, 1)),
        ("GM9003", "GM9004", date(1877, 7, 15)),
    ]


def test_a_municipality_that_left_the_country_is_left_out_and_counted(merger_file):
    contribution = _read(merger_file("1-8-1963;1963;GM9001;#N/A;#N/A;Duitsland"))
    assert contribution.tables["mergers"].height == 0
    assert [(refusal.rows, refusal.example) for refusal in contribution.refused] == [(1, "GM9001")]


def test_a_wrong_date_is_refused(merger_file):
    with pytest.raises(InvalidTable) as caught:
        _read(merger_file("1-13-2014;2014;GM9001;GM9002;GM9002;Elders"))
    assert (caught.value.findings[0].row, caught.value.findings[0].column) == (2, "BESTAAN_TOT")


def test_a_wrong_code_is_refused(merger_file):
    with pytest.raises(InvalidTable) as caught:
        _read(merger_file("1-1-2014;2014;9001;GM9002;GM9002;Elders"))
    assert (caught.value.findings[0].row, caught.value.findings[0].column) == (2, "OUDE")


def test_real_rows(merger_list):
    assert merger_list.rows_read == 1_072
    assert [refusal.rows for refusal in merger_list.refused] == [2, 1]
    assert merger_list.tables["mergers"].height == 1_069
    assert "01-01-2017" in merger_list.notes[0]


def test_real_mergers_continue_the_codes_of_2013(merger_list, flows_2017, bo_2013):
    ours = set(flows_2017.tables["schools"]["municipality_id"])
    gone = set(bo_2013.tables["schools"]["municipality_id"]) - ours
    today = current_codes(merger_list.tables["mergers"])
    successors = [today.get(code, code) for code in gone]
    assert len(gone) == 26
    assert sum(code in ours for code in successors) == 20
    assert {code for code in successors if code not in ours} == {"GM1940", "GM1942"}
