# SPDX-License-Identifier: EUPL-1.2
"""Becoming a member: invitations, roles, the pages of organisations, and what happened in them."""
