# SPDX-License-Identifier: EUPL-1.2
"""Asking for the open data over HTTP, a page at a time."""
