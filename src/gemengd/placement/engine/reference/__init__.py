# SPDX-License-Identifier: EUPL-1.2
"""The mechanisms in plain Python, to be read; `engine.kernels` has each of them compiled."""
