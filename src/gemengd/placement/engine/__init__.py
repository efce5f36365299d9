# SPDX-License-Identifier: EUPL-1.2
"""The mechanisms, compiled and in plain Python, and what can be said of an outcome."""
