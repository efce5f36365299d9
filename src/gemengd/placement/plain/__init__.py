# SPDX-License-Identifier: EUPL-1.2
"""Placement from plain dictionaries."""
