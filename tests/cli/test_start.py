# SPDX-License-Identifier: EUPL-1.2
"""The command starts at once and never loads what it does not need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "numba",
    "numpy",
    "scipy",
    "polars",
    "shapely",
    "fastexcel",
    "vl_convert",
    "jinja2",
    "babel",
    "httpx",
    "pyproj",
)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from gemengd.cli.app import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "print('loaded', loaded, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "monitor" in done.stdout
    assert "loaded []" in done.stderr


def test_the_version_is_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gemengd", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("gemengd ")


def test_wrong_use_ends_with_2() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gemengd", "monitr"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "monitr" in done.stderr
