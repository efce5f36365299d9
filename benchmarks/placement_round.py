# SPDX-License-Identifier: EUPL-1.2
"""CPU time, wall time and memory of a whole round from the command line, each step a process of its own.

Run: `python benchmarks/placement_round.py [CHILDREN [PROGRAMMES]]`; by default 10,000 and 100. The rounds are
made up (`gemengd place example`), the draw is a drill. The first of two passes leaves the machine code of the
engine behind; the second is measured. `explain` is for one child.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What a command took."""

    cpu: float
    wall: float
    peak: float


def main() -> None:
    """Print one line per step and the sum."""
    children = sys.argv[1] if len(sys.argv) > 1 else "10000"
    programmes = sys.argv[2] if len(sys.argv) > 2 else "100"
    with tempfile.TemporaryDirectory() as folder:
        for measured in (False, True):
            chain(Path(folder) / f"round-{measured}", children, programmes, measured=measured)


def chain(round_: Path, children: str, programmes: str, *, measured: bool) -> None:
    """Take every step of a round; making it up is not measured."""
    example = ("example", str(round_), "--children", children, "--programmes", programmes)
    run(*example)
    with (round_ / "applicants.csv").open(encoding="utf-8") as rows:
        child = next(csv.DictReader(rows))["applicant"]
    steps = {name: (name, str(round_)) for name in ("check", "commit", "draw", "run", "audit")}
    steps["commit"] = (*steps["commit"], "--drill")
    steps["explain"] = ("explain", str(round_), "--applicant", child)
    steps["verify"] = ("verify", str(round_))
    costs = {name: run(*arguments) for name, arguments in steps.items()}
    if measured:
        print(f"{children} children, {programmes} schools; second of two passes")
        for name, cost in costs.items():
            show(name, cost)
        sums = [sum(parts) for parts in zip(*costs.values(), strict=True)]
        show("together", Cost(sums[0], sums[1], max(cost.peak for cost in costs.values())))


def show(name: str, cost: Cost) -> None:
    """Print one line."""
    line = f"{name:10} CPU {cost.cpu:6.2f} s   wall {cost.wall:6.2f} s   peak {cost.peak:6.0f} MB"
    print(line, flush=True)


def run(*arguments: str) -> Cost:
    """Run a command of `gemengd place`; user and system CPU seconds, wall seconds, peak memory in MB."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "gemengd", "place", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
