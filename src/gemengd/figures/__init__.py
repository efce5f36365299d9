# SPDX-License-Identifier: EUPL-1.2
"""Figures: what they are, and how they are drawn."""
