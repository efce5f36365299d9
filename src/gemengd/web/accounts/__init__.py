# SPDX-License-Identifier: EUPL-1.2
"""Accounts of people: logging in, the second step, their own data."""
