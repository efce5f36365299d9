# SPDX-License-Identifier: EUPL-1.2
"""Two million pupils take no more memory than half a million, are counted rightly, and no file is written."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

FEW, MANY = 500_000, 2_000_000
ALLOWANCE = 45
"""Megabytes that the peak may differ by chance. The text of the rows between the two is over 75 MB, and more
than twice that as a frame."""

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
import json, re, sys
from pathlib import Path

def no_writing(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise PermissionError(f"the count opened {args[0]} for writing")

sys.addaudithook(no_writing)
from gemengd.sources import own
found = own.read(Path(sys.argv[1]), Path(sys.argv[2]))
pupils = found.tables["pupils"].select("school_id", "area_id", "characteristic", "group", "low", "high")
# Not getrusage: what it gives starts at the peak of the process that started this one.
peak = int(re.search("VmHWM:\\s*([0-9]+) kB", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps({"rows": found.rows_read, "peak": peak, "pupils": pupils.rows()}))
"""


def write_pupils(path, rows):
    draw = random.Random(2)
    schools = [f"{at:02d}AB{at % 3:02d}" for at in range(40)]
    with path.open("w", newline="", encoding="cp1252") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["bsn", "naam leerling", "school", "postcode", "opleiding", "schooljaar"])
        for at in range(rows):
            home = f"{1000 + at % 30} {draw.choice('ABCDE')}{draw.choice('XYZ')}"
            group = draw.choice(["laag", "midden", "hoog"])
            row = [100_000_000 + at, "Zoë van der Berg", draw.choice(schools), home, group, "2023/2024"]
            writer.writerow(row)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("big")
    write_pupils(folder / f"{MANY}.csv", MANY)
    with (folder / f"{MANY}.csv").open("rb") as many:
        (folder / f"{FEW}.csv").write_bytes(b"".join(islice(many, FEW + 1)))
    for rows in (FEW, MANY):
        frame = pl.read_csv(folder / f"{rows}.csv", separator=";", encoding="utf8-lossy", infer_schema=False)
        # One row group: the worst that a writer of Parquet can do to a reader in parts.
        frame.write_parquet(folder / f"{rows}.parquet", row_group_size=rows)
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


@pytest.fixture(scope="module")
def expected(folder):
    return independent_count(folder / f"{MANY}.csv")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc (Linux)")
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_rows_and_all_are_counted(folder, expected, kind):
    few, many = (counted(folder, f"{rows}.{kind}") for rows in (FEW, MANY))
    assert (few["rows"], many["rows"]) == (FEW, MANY)
    assert many["peak"] <= few["peak"] + ALLOWANCE
    assert {tuple(row[:4]): row[4] for row in many["pupils"]} == expected
    assert all(low == high for *_, low, high in many["pupils"])
