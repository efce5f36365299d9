# SPDX-License-Identifier: EUPL-1.2
"""People, the organisations they act for, and what they may do."""
