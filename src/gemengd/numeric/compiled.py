# SPDX-License-Identifier: EUPL-1.2
"""How the kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

from gemengd.numeric.machine_code import forget_stale

forget_stale()

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(function: Kernel) -> Kernel:
    """Compile `function` with numba on first use and keep the machine code beside the source.

    No fast-math: a reordered sum would make results differ between machines. Division by zero follows
    IEEE rules (NaN marks "undefined" inside the kernels; it never leaves the package).
    """
    return cast("Kernel", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
