# SPDX-License-Identifier: EUPL-1.2
"""Real files, damaged in the ways that happen: a message one can act on, and nothing changed."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

FLOWS = "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz"


@pytest.fixture(scope="module")
def real_lines(shared_data: Path) -> list[str]:
    """The lines of the real file of one small municipality (Texel, 448)."""
    with tarfile.open(shared_data / FLOWS) as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.name.endswith(".csv") else None
            text = opened.read().decode("latin-1") if opened else ""
            if ";448;" in text:
                return text.splitlines()
    raise AssertionError("the archive holds no municipality 448")


def changed(line: str, header: str, **values: str) -> str:
    fields = line.split(";")
    for column, value in values.items():
        fields[header.split(";").index(column)] = value
    return ";".join(fields)


def truncated(lines: list[str]) -> bytes:
    return "\r\n".join(lines).encode("latin-1")[:-30]


def renamed_column(lines: list[str]) -> bytes:
    header = lines[0].replace("POSTCODE_LEERLING", "POSTCODE_KIND")
    return "\r\n".join([header, *lines[1:], ""]).encode("latin-1")


def wrong_encoding(lines: list[str]) -> bytes:
    return "\r\n".join([*lines, ""]).encode("utf-16")


def duplicated_key(lines: list[str]) -> bytes:
    return "\r\n".join([*lines, lines[-1], ""]).encode("latin-1")


def negative_count(lines: list[str]) -> bytes:
    wrong = changed(lines[-1], lines[0], LEEFTIJD_6="-3")
    return "\r\n".join([*lines[:-1], wrong, ""]).encode("latin-1")


def school_in_two_places(lines: list[str]) -> bytes:
    elsewhere = changed(
        lines[-1], lines[0], GEMEENTENUMMER="400", GEMEENTENAAM="Den Helder", POSTCODE_LEERLING="1788"
    )
    return "\r\n".join([*lines, elsewhere, ""]).encode("latin-1")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (truncated, ["texel.csv", "row", "cut off"]),
        (renamed_column, ["texel.csv", "POSTCODE_KIND", "POSTCODE_LEERLING"]),
        (wrong_encoding, ["texel.csv"]),
        (duplicated_key, ["texel.csv", "row", "second time"]),
        (negative_count, ["texel.csv", "row", "LEEFTIJD_6", "-3"]),
        (school_in_two_places, ["texel.csv", "row", "GEMEENTENUMMER"]),
    ],
)
def test_a_damaged_file_is_refused_and_nothing_changes(
    damage: Callable[[list[str]], bytes],
    words: list[str],
    real_lines: list[str],
    run: Callable[..., tuple[int, str, str]],
    workspace: Path,
    contents: Callable[[], dict[str, bytes]],
    tmp_path: Path,
) -> None:
    good = tmp_path / "good.csv"
    good.write_bytes("\r\n".join([*real_lines, ""]).encode("latin-1"))
    assert run("sources", "import", good, "--workspace", workspace)[0] == 0
    before = contents()
    bad = tmp_path / "texel.csv"
    bad.write_bytes(damage(real_lines))
    code, _, message = run("sources", "import", bad, "--workspace", workspace)
    assert code == 3
    assert [word for word in words if word not in message] == []
    assert contents() == before


def test_a_file_that_holds_nothing_of_use_says_so(
    shared_data: Path, run: Callable[..., tuple[int, str, str]], workspace: Path
) -> None:
    exams = shared_data / "duo" / "examenkandidaten-en-geslaagden-2019-2024.csv.gz"
    code, out, message = run("sources", "import", exams, "--workspace", workspace)
    assert code == 3
    assert "12,782" in out
    assert "Nothing was changed" in message
    assert not workspace.exists()


def test_a_file_without_a_year_asks_for_it(
    shared_data: Path, run: Callable[..., tuple[int, str, str]], workspace: Path
) -> None:
    schools = shared_data / "amsterdam" / "schools.geojson"
    code, _, message = run("sources", "import", schools, "--workspace", workspace)
    assert code == 3
    assert "--year" in message
