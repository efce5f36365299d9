# SPDX-License-Identifier: EUPL-1.2
"""The number by which the kernels know an index.

Compiled code switches on numbers. A number belongs to one index for good, as its name does, and is never a
place in a list: an index may be added anywhere in the registry. A kernel refuses a number it does not know.
"""

from __future__ import annotations

# Two-group indices stand below MUTUAL; kernels that go through draws rely on that.
DISSIMILARITY = 1
ISOLATION = 2
EXPOSURE = 3
ETA2 = 4
GINI = 5
HUTCHENS = 6
ATKINSON = 7
GORARD = 8
CONCENTRATION_PROFILE = 9

MUTUAL = 21
THEIL = 22

D_MULTIGROUP = 31
GINI_MULTIGROUP = 32
NORMALISED_EXPOSURE = 33
RELATIVE_DIVERSITY = 34
SQUARED_VARIATION = 35
ENTROPY = 36
SIMPSON_INTERACTION = 37
SIMPSON_CONCENTRATION = 38
