# SPDX-License-Identifier: EUPL-1.2
"""Machine code never outlives the sources it was compiled from."""

from __future__ import annotations

from pathlib import Path

import pytest

from gemengd.numeric.machine_code import forget_stale


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one kernel that was compiled."""
    for name in ("caller.py", "part/callee.py"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("@compiled\none\n", encoding="ascii")
    forget_stale(tmp_path)
    (tmp_path / "__pycache__" / "caller.kernel.nbi").write_bytes(b"machine code")
    return tmp_path


def test_machine_code_stays_while_nothing_changes(package: Path) -> None:
    assert not forget_stale(package)
    assert (package / "__pycache__" / "caller.kernel.nbi").exists()


def test_files_without_kernels_may_change(package: Path) -> None:
    (package / "page.py").write_text("print()", encoding="ascii")
    assert not forget_stale(package)


@pytest.mark.parametrize("change", ["another text", "a new file"])
def test_machine_code_goes_when_any_source_changes(package: Path, change: str) -> None:
    callee = package / "part" / "callee.py"
    if change == "another text":
        callee.write_text("@compiled\nthree\n", encoding="ascii")
    else:
        (package / "part" / "new.py").write_text("@compiled", encoding="ascii")
    assert forget_stale(package)
    assert not (package / "__pycache__" / "caller.kernel.nbi").exists()
    assert not forget_stale(package)
