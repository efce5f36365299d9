# SPDX-License-Identifier: EUPL-1.2
"""The indices: their formulas, kernels and chance levels."""
