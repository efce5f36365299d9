# SPDX-License-Identifier: EUPL-1.2
"""Finding the encoding of Dutch text."""

from __future__ import annotations

import gzip

import pytest

from gemengd.sources.opening.encoding import find_encoding, plausibility

NAMES = [
    "Basisschool De Reünie",
    "Één voor allen",
    "OBS België",
    "CBS ’t Sticht",
    "‘s-Gravenhage",
    "Súdwest-Fryslân",
    "Montessorischool Zuid – locatie Oost",
    "Café Crème, façade",
    "Foto’s van René en Daniël",
    "REÜNIE",
]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("name", [name for name in NAMES if name != "‘s-Gravenhage"])
def test_one_dutch_name_is_enough(tmp_path, name, encoding):
    (tmp_path / "f").write_bytes(f"school;naam\n1;{name}\n".encode(encoding))
    found = find_encoding(tmp_path / "f")
    assert f"1;{name}\n".encode(encoding).decode(found) == f"1;{name}\n"


@pytest.mark.parametrize("name", NAMES)
def test_in_doubt_it_is_windows(tmp_path, name):
    (tmp_path / "f").write_bytes(name.encode("cp1252"))
    assert find_encoding(tmp_path / "f") == "cp1252"


def test_dos_text_is_found(tmp_path):
    (tmp_path / "f").write_bytes("Reünie België één café".encode("cp850"))
    assert find_encoding(tmp_path / "f") == "cp850"


def test_plain_text_is_utf_8(tmp_path):
    (tmp_path / "f").write_bytes(b"school;naam\n1;De Regenboog\n")
    assert find_encoding(tmp_path / "f") == "utf-8"


def test_the_real_files_are_read_in_their_encoding(shared_data):
    flows = "schools/bo_jan2013_sample20_utf8.csv"
    assert find_encoding(shared_data / flows) == "utf-8"
    ses = "cbs/SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv"
    assert find_encoding(shared_data / ses) == "utf-8-sig"
    mergers = "municipalities/gm_changes_before_2018.csv"
    assert find_encoding(shared_data / mergers) == "cp1252"


def test_the_real_school_list_is_mac_roman(shared_data, tmp_path):
    (tmp_path / "f").write_bytes(gzip.decompress((shared_data / "schools/bo_jan2013.csv.gz").read_bytes()))
    assert find_encoding(tmp_path / "f") == "mac_roman"


def test_dutch_letters_are_plausible_and_others_are_not():
    assert plausibility("België") > 0 > plausibility("BelgiÃ«")
