# SPDX-License-Identifier: EUPL-1.2
"""14.4 million rows about pupils x 4 characteristics to counts, beside one GROUP BY and other ways.

Every way runs in a process of its own, on two threads, over the same Parquet file of fictional pupils (6
years, 7,000 schools; groups of 3, 3, 5 and 2, some unknown), in turn with the others and several times; the
median is printed, of processor time as well, as other work on the machine disturbs that less. The peak of
memory is that of the whole process as the operating system saw it, Python and its libraries included.

Run: `python benchmarks/counting.py [--quick] [--home]`, in an environment with gemengd; pandas is measured
where it is installed. `--quick` takes a sixteenth of the rows, `--home` counts by home area as well: a
million keys, more than fit in the memory given, and once instead of three times.

Asked: at most 3 times the time of one GROUP BY of the same rows, and a peak under 500 MB.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS = 14_400_000
MEMORY = "250MB"
THREADS = 2
COLUMNS = ("education", "income", "origin", "ses")
GROUPS: dict[str, dict[Any, str]] = {
    "education": {"laag": "low", "midden": "middle", "hoog": "high"},
    "income": {"low": "low", "middle": "middle", "high": "high"},
    "origin": {name: name for name in ("dutch", "european", "non_western", "other", "refugee")},
    "ses": {True: "yes", False: "no"},
}
MICRODATA = """
with drawn as (
    select hash(i) as h, hash(i + 1000000007) as income, hash(i + 2000000011) as origin,
        hash(i + 3000000019) as ses, (hash(i + 77) % 7000)::integer as place
    from range({rows}) pupils(i)
)
select (2018 + h // 1024 % 6)::integer as year,
    format('{{:02d}}XX{{:02d}}', place // 100, place % 100) as school,
    (1000 + (place // 2 + h % 25) % 4000)::varchar as home,
    case when h % 100 < (place * 7) % 30 then 'laag' when h % 100 < 55 then 'midden'
        when h % 100 < 97 then 'hoog' end as education,
    ['low', 'middle', 'high'][(1 + income % 3)::bigint] as income,
    ['dutch', 'european', 'non_western', 'other', 'refugee'][(1 + origin % 5)::bigint] as origin,
    ses % 10 < 3 as ses
from drawn
"""


def write_microdata(path: Path, rows: int) -> None:
    """The same fictional pupils in every run, on one thread so that their order is the same too."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"copy ({MICRODATA.format(rows=rows)}) to '{path}' (format parquet)")


def gemengd(path: str, keys: list[str], *, named: bool = True) -> int:
    """The canonical counts as a frame; with homes as a file, as that frame would be too large."""
    from gemengd.sources import counting

    table = counting.read_table(counting.connect(memory_limit=MEMORY, threads=THREADS), path)
    chosen = {
        name: counting.Categories(name, GROUPS[name]) if named else counting.Categories(name)
        for name in COLUMNS
    }
    area = "home" if "home" in keys else None
    counts = counting.count(table, year="year", school="school", area=area, characteristics=chosen)
    if area is None:
        return counting.collect(counts).height
    counts.to_parquet(f"{path}.counts")
    return 0


def gemengd_columns(path: str, keys: list[str]) -> int:
    """As `gemengd`, from columns whose values are not named: a pass for each."""
    return gemengd(path, keys, named=False)


def _duckdb(query: str) -> int:
    import duckdb

    limits = {"memory_limit": MEMORY, "threads": THREADS, "preserve_insertion_order": False}
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(config=limits) as connection:
        connection.execute(f"set temp_directory = '{spill}'")
        return int(
            connection.execute(f"select count(*) from (select hash(q) from ({query}) q)").fetchone()[0]
        )


def one_group_by(path: str, keys: list[str]) -> int:
    """The measure of all: one GROUP BY, of one characteristic."""
    by = ", ".join([*keys, COLUMNS[0]])
    return _duckdb(f"select {by}, count(*) as n from '{path}' group by {by}")


def group_by_all_columns(path: str, keys: list[str]) -> int:
    """One GROUP BY of all characteristics at once, crossed."""
    by = ", ".join([*keys, *COLUMNS])
    return _duckdb(f"select {by}, count(*) as n from '{path}' group by {by}")


def grouping_sets(path: str, keys: list[str]) -> int:
    """All counts by GROUPING SETS."""
    by = ", ".join(keys)
    sets = ", ".join([f"({by})", *(f"({by}, {name})" for name in COLUMNS)])
    return _duckdb(
        f"select {by}, {', '.join(COLUMNS)}, count(*) as n from '{path}' group by grouping sets ({sets})"
    )


def group_by_each(path: str, keys: list[str]) -> int:
    """All counts by a GROUP BY for each characteristic."""
    by = ", ".join(keys)
    each = [
        f"select {by}, {name}::varchar as g, count(*) as n from '{path}' group by all" for name in COLUMNS
    ]
    return _duckdb(
        " union all ".join([f"select {by}, 'all' as g, count(*) as n from '{path}' group by all", *each])
    )


def polars_streaming(path: str, keys: list[str]) -> int:
    """The counts with polars' streaming engine, a pass for each characteristic."""
    import polars as pl

    rows = pl.scan_parquet(path)
    each = [rows.group_by([*keys, name]).len().collect(engine="streaming").height for name in COLUMNS]
    return sum(each) + rows.group_by(keys).len().collect(engine="streaming").height


def pandas(path: str, keys: list[str]) -> int:
    """The counts with pandas, which reads the file as a whole."""
    import pandas as pd

    rows = pd.read_parquet(path, columns=[*keys, *COLUMNS])
    each = [rows.groupby([*keys, name], dropna=False, observed=True).size().size for name in COLUMNS]
    return sum(each) + rows.groupby(keys).size().size


WAYS: dict[str, Callable[[str, list[str]], int]] = {
    way.__name__: way
    for way in (
        one_group_by, gemengd, gemengd_columns, group_by_each, grouping_sets, group_by_all_columns,
        polars_streaming, pandas,
    )
}  # fmt: skip


def in_process(way: str, path: Path, keys: list[str]) -> dict[str, float]:
    """One way in a process of its own: seconds of the counting, and the peak of the whole process in MB."""
    environment = os.environ | {"POLARS_MAX_THREADS": str(THREADS)}
    command = [sys.executable, __file__, "--child", way, str(path), *keys]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{way} ended with {process.returncode}")
    return json.loads(said) | {"peak": usage.ru_maxrss / 1024}


def child(way: str, path: str, keys: list[str]) -> None:
    """Count once and print the seconds; importing libraries is not counting."""
    import polars as pl  # noqa: F401

    if way.startswith("gemengd"):
        from gemengd.sources import counting

        counting.connect()
    elif way == "pandas":
        import pandas as pd
        import pyarrow.parquet  # noqa: F401

        pd.DataFrame()
    wall, cpu = time.perf_counter(), time.process_time()
    rows = WAYS[way](path, keys)
    print(json.dumps({"rows": rows, "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


def measured(ways: list[str], path: Path, keys: list[str], runs: int) -> dict[str, dict[str, float]]:
    """Median of each figure, the ways taking turns."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(runs):
        for way in ways:
            found[way].append(in_process(way, path, keys))
    return {
        way: {name: statistics.median(one[name] for one in outcomes) for name in outcomes[0]}
        for way, outcomes in found.items()
    }


def report(found: dict[str, dict[str, float]]) -> None:
    unit = found["one_group_by"]
    print(f"  {'':22}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'wall ratio':>12}{'CPU ratio':>11}{'cells':>12}")
    for way, one in found.items():
        cells = f"{one['rows']:>12,.0f}" if one["rows"] else f"{'to a file':>12}"
        print(
            f"  {way:22}{one['wall']:8.2f}{one['cpu']:8.2f}{one['peak']:9.0f}"
            f"{one['wall'] / unit['wall']:11.2f}x{one['cpu'] / unit['cpu']:10.2f}x{cells}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a sixteenth of the rows")
    parser.add_argument("--home", action="store_true", help="count by home area as well")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        way, path, *keys = options.child
        child(way, path, keys)
        return
    keys = ["year", "school", *(["home"] if options.home else [])]
    rows = ROWS // 16 if options.quick else ROWS
    runs = 1 if options.home else 3
    ways = [way for way in WAYS if way != "pandas" or importlib.util.find_spec("pandas")]
    with tempfile.TemporaryDirectory() as folder:
        whole, quarter = Path(folder) / "whole.parquet", Path(folder) / "quarter.parquet"
        write_microdata(whole, rows)
        write_microdata(quarter, rows // 4)
        print(f"{rows:,} rows by {', '.join(keys)}; DuckDB: {THREADS} threads, {MEMORY}; {runs} runs")
        found = measured(ways, whole, keys, runs)
        report(found)
        small = measured(["one_group_by", "gemengd"], quarter, keys, runs)
        print(f"  growth from {rows // 4:,} to {rows:,} rows (4 times):")
        for way in small:
            times, memory = (found[way][name] / small[way][name] for name in ("cpu", "peak"))
            print(f"    {way:22} {times:.2f} times the CPU time, {memory:.2f} times the peak of memory")


if __name__ == "__main__":
    main()
