# SPDX-License-Identifier: EUPL-1.2
"""The mechanisms compiled with numba; `engine.reference` has each of them in plain Python."""
