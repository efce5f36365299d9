# SPDX-License-Identifier: EUPL-1.2
"""Text in blocks of whole records, headers, and the letters of publishers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemengd.sources.opening.content import column_name, column_names
from gemengd.sources.opening.encoding import decode
from gemengd.sources.opening.header import find_header, header_of, looks_like_data
from gemengd.sources.opening.text import blocks, last_record_end
from gemengd.tables import InvalidTable


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blocks_of_any_size_give_the_text_with_plain_line_ends(tmp_path, size, end):
    path = tmp_path / "l.csv"
    path.write_bytes('a;b\n"één;\ntwee";2\nü;3'.replace("\n", end).encode())
    found = list(blocks(path, "utf-8", size=size))
    assert "".join(found) == 'a;b\n"één;\ntwee";2\nü;3'
    assert all(block.count('"') % 2 == 0 for block in found)


@given(st.text(alphabet='a;"\n', max_size=30))
def test_a_record_ends_outside_quotes(text):
    end = last_record_end(text)
    assert text[:end].count('"') % 2 == 0
    assert end == 0 or text[end - 1] == "\n"


def test_a_byte_that_the_encoding_does_not_have_is_named_with_its_row(tmp_path):
    (tmp_path / "l.csv").write_bytes(b"a;b\n1;2\nRe\xfcnie;3\n4;5\n")
    with pytest.raises(InvalidTable) as refusal:
        list(blocks(tmp_path / "l.csv", "utf-8"))
    (finding,) = refusal.value.findings
    assert (finding.row, finding.found) == (3, "byte 0xfc, which utf-8 does not have")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("Reünie".encode(), "latin-1", "Reünie"),
        ("\ufeffReünie".encode(), "latin-1", "Reünie"),
        ("Reünie".encode("latin-1"), "latin-1", "Reünie"),
        ("‘t Nest – €".encode("cp1252"), "latin-1", "‘t Nest – €"),
        ("Reünie".encode("mac_roman"), "mac_roman", "Reünie"),
        ("Reünie".encode().decode("latin-1").encode(), "latin-1", "Reünie"),
    ],
)
def test_letters_of_publishers_are_read(data, encoding, text):
    assert decode("l.csv", data, encoding) == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a\nRe\ufffdnie".encode(), "letters that were lost"),
        ("a\nReünie".encode("cp850"), "a byte that is no letter in latin-1"),
    ],
)
def test_letters_that_cannot_be_right_are_refused_with_their_row(data, said):
    with pytest.raises(InvalidTable) as refusal:
        decode("l.csv", data, "latin-1")
    (finding,) = refusal.value.findings
    assert finding.row == 2
    assert finding.found.startswith(said)


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["school", "naam"], ["1", "2"]], 0),
        ([["Leerlingen 2023", ""], ["school", "naam"], ["1", "2"]], 1),
        ([["1", "2"], ["school", "naam"]], 1),
        ([], 0),
        ([[None, None], ["a", "b"]], 1),
    ],
)
def test_the_header_is_the_first_nearly_full_row_of_texts(rows, at):
    assert find_header(rows) == at


def test_a_header_may_be_said_and_may_lie_behind_the_end():
    rows = [["x"], [" school ", "naam"]]
    assert header_of(rows, None) == (2, ["school", "naam"])
    assert header_of(rows, 1) == (1, ["x"])
    assert header_of(rows, 9) == (9, [])


@pytest.mark.parametrize("cell", ["123456782", "1012 AB", "1-10-2015", "2015-10-01", "a@b.nl"])
def test_what_may_be_about_a_person_is_no_name_of_a_column(cell):
    assert looks_like_data(cell)
    assert not looks_like_data("postcode")


@pytest.mark.parametrize(
    "text", ["BRIN NUMMER", "brin-nummer", "BRIN_NUMMER", '"Brin  nummer"', "\ufeffbrin_nummer"]
)
def test_spellings_of_a_column_are_one(text):
    assert column_name(text) == "BRIN_NUMMER"


def test_a_name_that_returns_gets_a_number():
    assert column_names(("a", "A", "b", "a")) == ("A", "A_2", "B", "A_3")
