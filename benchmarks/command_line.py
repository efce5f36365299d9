# SPDX-License-Identifier: EUPL-1.2
"""CPU time and memory of whole commands: the help, the example region and, where its files are, the country.

Run: `python benchmarks/command_line.py [FOLDER WITH THE PUBLIC FILES]`; by default `../shared/data`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTRY = (
    "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz",
    "cbs/cbs_pc4_2020_v1.xlsx",
    "schools/bo_jan2013.csv.gz",
    "schools/so_jan2013.csv.gz",
    "geo/nl_postcode4.geojson.gz",
)


def main() -> None:
    """Print one line per command."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    with tempfile.TemporaryDirectory() as folder:
        measured("gemengd --help", "--help", runs=5)
        example = str(Path(folder) / "example")
        measured("monitor build, example region", "monitor", "build", "--workspace", example, runs=2)
        country = str(Path(folder) / "country")
        files = [str(data / name) for name in COUNTRY]
        if not all(Path(file).exists() for file in files):
            print(f"the country is left out: {data} does not hold the public files")
            return
        measured("sources import, the country", "sources", "import", *files, "--workspace", country, runs=1)
        measured("monitor build, the country", "monitor", "build", "--workspace", country, runs=2)


def measured(name: str, *arguments: str, runs: int) -> None:
    """Run a command several times; print CPU and wall seconds (median) and peak memory (largest)."""
    outcomes = sorted(_run(arguments) for _ in range(runs))
    cpu, wall, peak = outcomes[len(outcomes) // 2]
    print(
        f"{name:34} CPU {cpu:6.2f} s   wall {wall:6.2f} s   peak {peak:6.0f} MB   (median of {runs})",
        flush=True,
    )


def _run(arguments: tuple[str, ...]) -> tuple[float, float, float]:
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "gemengd", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
