# SPDX-License-Identifier: EUPL-1.2
"""Two million pupils are counted within a fixed memory, rightly, and without a file being written."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections import Counter

import polars as pl
import pytest

ROWS = 2_000_000
MOST_MEGABYTES = 600
"""Peak resident memory of the whole process, libraries included; the CSV alone is over 100 MB."""

MAPPING = """
layout = "pupils"
[source]
id = "own-big"
title = "Big"
publisher = "Gemeente"
licence = "not public"
attribution = "Source: gemeente"
[pupils]
year = "schooljaar"
[school]
id = "school"
[home]
area = "postcode"
kind = "pc6"
[characteristics.parental_education]
column = "opleiding"
values = { laag = "low", midden = "middle", hoog = "high" }
"""

COUNT = """
import json, resource, sys
from pathlib import Path

def no_writing(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise PermissionError(f"the count opened {args[0]} for writing")

sys.addaudithook(no_writing)
from gemengd.sources import own
found = own.read(Path(sys.argv[1]), Path(sys.argv[2]))
pupils = found.tables["pupils"].select("school_id", "area_id", "characteristic", "group", "low", "high")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": found.rows_read, "peak": peak, "pupils": pupils.rows()}))
"""


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    folder = tmp_path_factory.mktemp("big")
    draw = random.Random(2)
    schools = [f"{at:02d}AB{at % 3:02d}" for at in range(40)]
    groups = ["laag", "midden", "hoog"]
    with (folder / "big.csv").open("w", newline="", encoding="cp1252") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["bsn", "naam leerling", "school", "postcode", "opleiding", "schooljaar"])
        for at in range(ROWS):
            home = f"{1000 + at % 30} {draw.choice('ABCDE')}{draw.choice('XYZ')}"
            row = [
                100_000_000 + at,
                "Zoë van der Berg",
                draw.choice(schools),
                home,
                draw.choice(groups),
                "2023/2024",
            ]
            writer.writerow(row)
    (folder / "big.toml").write_text(MAPPING, encoding="utf-8")
    return folder


def independent_count(path):
    meant = {"laag": "low", "midden": "middle", "hoog": "high"}
    found = Counter()
    with path.open(newline="", encoding="cp1252") as file:
        for row in csv.DictReader(file, delimiter=";"):
            found[row["school"], row["postcode"][:4], "all", "all"] += 1
            found[row["school"], row["postcode"][:4], "parental_education", meant[row["opleiding"]]] += 1
    return found


def counted(folder, name):
    spool = folder / "spool"
    spool.mkdir(exist_ok=True)
    environment = {"TMPDIR": str(spool), "PYTHONDONTWRITEBYTECODE": "1", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", COUNT, folder / name, folder / "big.toml"],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list(spool.iterdir()) == []
    return json.loads(done.stdout)


@pytest.mark.slow
def test_two_million_rows_are_counted_within_fixed_memory_and_rightly(big):
    expected = independent_count(big / "big.csv")
    pl.scan_csv(big / "big.csv", separator=";", encoding="utf8-lossy", infer_schema=False).sink_parquet(
        big / "big.parquet"
    )
    for name in ("big.csv", "big.parquet"):
        found = counted(big, name)
        assert found["rows"] == ROWS
        assert found["peak"] < MOST_MEGABYTES, name
        assert {tuple(row[:4]): row[4] for row in found["pupils"]} == expected, name
        assert all(low == high for *_, low, high in found["pupils"])
