# SPDX-License-Identifier: EUPL-1.2
"""Homes and schools in space: nearest schools, neighbourhoods and the ladder."""
