# SPDX-License-Identifier: EUPL-1.2
"""The page about microdata does what it says, from rows about pupils to reports."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "microdata.md"
SCHOOLS = [f"{number:02d}XX00" for number in range(6)]

# Ibis 12 still calls what DuckDB 2 announces to take away.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def write_microdata(folder: Path) -> None:
    """Invented pupils of six schools, and the list of these schools."""
    draw = random.Random(12)
    levels = {"even": ("mbo1", "vmbo", None), "odd": ("mbo", "hbo", "wo")}
    rows = [
        (f"{year}/{year + 1}", school, draw.choice(("9998 AB", "9999 XY")), draw.choice(levels[kind]), income)
        for year in (2022, 2023)
        for school, kind in zip(SCHOOLS, 3 * ["even", "odd"], strict=True)
        for income in draw.choices((1, 2, 3, None), k=120)
    ]
    columns = ["school_year", "school", "postcode", "education", "income_class"]
    pl.DataFrame(rows, schema=columns, orient="row").write_parquet(folder / "pupils.parquet")
    particulars = {"sector": "po", "municipality_id": "GM9999", "first_year": 2022, "last_year": 2023}
    listed = pl.DataFrame({"school_id": SCHOOLS, "name": [f"School {code}" for code in SCHOOLS]})
    listed.with_columns(pl.lit(value).alias(name) for name, value in particulars.items()).write_csv(
        folder / "schools.csv"
    )


def test_the_examples_lead_to_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_microdata(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    names: dict[str, pl.DataFrame] = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)), names)
    everybody = names["counts"].filter(characteristic="all")
    assert everybody["low"].sum() == 2 * len(SCHOOLS) * 120
    assert set(names["counts"]["area_id"]) == {"9998", "9999"}
    for command in re.findall(r"^gemengd (monitor .*)$", text, re.MULTILINE):
        done = subprocess.run(
            [sys.executable, "-m", "gemengd", *command.split()], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "reports" / "index.html").exists()
