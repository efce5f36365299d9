# SPDX-License-Identifier: EUPL-1.2
"""Compiled arithmetic on the cells."""
