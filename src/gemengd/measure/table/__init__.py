# SPDX-License-Identifier: EUPL-1.2
"""The table that goes in, the table that comes out, and what stands between."""
