# SPDX-License-Identifier: EUPL-1.2
"""The page about own files is run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gemengd.sources import own
from gemengd.sources.own import mapping_keys
from gemengd.tables import InvalidTable

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "own-file.md"


@pytest.fixture
def page(tmp_path, monkeypatch):
    """The blocks of the page by language, in order, in a folder with the example file."""
    monkeypatch.chdir(tmp_path)
    blocks: dict[str, list[str]] = {}
    for language, block in re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        blocks.setdefault(language, []).append(block)
    # As an office on Windows would save it.
    Path("leerlingen-2023.csv").write_text(blocks["text"][1], encoding="cp1252", newline="\r\n")
    return blocks


def test_the_draft_is_the_one_on_the_page(page):
    assert own.draft(Path("leerlingen-2023.csv")) == page["toml"][0]


def test_the_program_prints_what_the_page_says(page, capsys):
    Path("leerlingen-2023.toml").write_text(page["toml"][1], encoding="utf-8")
    exec(compile(page["python"][0], PAGE.name, "exec"), {})
    assert capsys.readouterr().out == page["text"][2]


def test_the_refusal_is_the_one_on_the_page(page):
    Path("leerlingen-2023.toml").write_text(
        page["toml"][1].replace('"geen opgave" = "unknown"\n', ""), encoding="utf-8"
    )
    with pytest.raises(InvalidTable) as refusal:
        own.read(Path("leerlingen-2023.csv"), Path("leerlingen-2023.toml"))
    assert f"{refusal.value}\n" == page["text"][3]


def test_every_key_is_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    for table, keys in mapping_keys.KEYS.items():
        for key in keys if table else ():
            assert f"`{key}`" in text or f"{{ {key} = " in text, (table, key)
