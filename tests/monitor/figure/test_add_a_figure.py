# SPDX-License-Identifier: EUPL-1.2
"""The figure in the page on how to add one is made as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gemengd.figures.palette import NARROW, WIDE
from gemengd.monitor.figure.municipality import figures
from monitor import made

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "change" / "add-a-figure.md"


@pytest.fixture(scope="module")
def kind():
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    names: dict[str, object] = {"__name__": "sizes"}
    exec(compile(code[1], str(PAGE), "exec"), names)
    return names["KIND"]


def test_it_is_a_whole_figure(kind):
    figure = figures(made.view(), "en", kinds={kind.key: kind})[0]
    assert figure.said.sentences == ("Half of the schools have 200 pupils or more.",)
    assert [row["pupils"] for row in figure.table.rows] == [200, 200]
    assert figure.table.about.codes == ("00AA00", "00AB00")
    assert (figure.spec["width"], figure.wide["width"]) == (NARROW, WIDE)


def test_it_says_why_where_nothing_is_known(kind):
    figure = figures(made.view(made.cell()), "en", kinds={kind.key: kind})[0]
    assert not figure.said.known
    assert figure.spec is None
