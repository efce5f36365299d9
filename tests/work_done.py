# SPDX-License-Identifier: EUPL-1.2
"""How much work something is, counted in lines that run: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import gemengd

PACKAGE = str(Path(gemengd.__file__).parent)


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of the package run; those of the kernels too, which run as plain Python meanwhile."""
    work()  # imports what it needs, so that its kernels are known
    count, before = 0, sys.gettrace()

    def line(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(PACKAGE) else None

    with pytest.MonkeyPatch.context() as patch:
        _kernels_as_python(patch)
        sys.settrace(call)
        try:
            work()
        finally:
            sys.settrace(before)
    return count


def _kernels_as_python(patch: pytest.MonkeyPatch) -> None:
    from numba.core.dispatcher import Dispatcher

    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "gemengd":
            for attribute, value in list(vars(module).items()):
                if isinstance(value, Dispatcher):
                    patch.setattr(module, attribute, value.py_func)
