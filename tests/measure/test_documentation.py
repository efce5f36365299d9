# SPDX-License-Identifier: EUPL-1.2
"""The reference page tells the truth: its example runs, its lists are complete."""

import re
from pathlib import Path

import pytest

from gemengd import measure


@pytest.fixture(scope="module")
def page():
    return (Path(__file__).resolve().parents[2] / "docs" / "reference" / "measure.md").read_text("utf-8")


def test_the_example_prints_what_the_page_says(page, capsys):
    (code,), (output,) = (re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL) for kind in ("python", "text"))
    exec(compile(code, "measure.md", "exec"), {})
    assert capsys.readouterr().out == output


@pytest.mark.parametrize("name", [*measure.INDICES, *measure.STATUSES])
def test_every_index_and_status_is_explained(page, name):
    assert f"`{name}`" in page


@pytest.mark.parametrize("name", [name for name in measure.__all__ if name != "Index"])
def test_every_public_name_is_mentioned(page, name):
    assert f"`{name}`" in page
    assert hasattr(measure, name)
