# SPDX-License-Identifier: EUPL-1.2
"""The value of an index under random allocation."""
