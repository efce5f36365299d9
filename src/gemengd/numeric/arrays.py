# SPDX-License-Identifier: EUPL-1.2
"""The array types that all rooms speak; without numba, so that who only reads numbers need not load it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
