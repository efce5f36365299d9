# SPDX-License-Identifier: EUPL-1.2
"""The page about downloads is run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "fetch.md"


def test_the_program_prints_what_the_page_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    said = re.findall(r"```text\n(.*?)```", text, re.DOTALL)[-1]
    exec(compile(program, PAGE.name, "exec"), {})
    assert capsys.readouterr().out == said


def test_the_page_says_that_no_address_was_tried():
    assert "None of the addresses was tried by the makers" in PAGE.read_text(encoding="utf-8")
