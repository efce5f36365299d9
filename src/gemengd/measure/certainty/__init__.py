# SPDX-License-Identifier: EUPL-1.2
"""How sure an index is: comparisons, bounds, resampling, small units and surveys."""
