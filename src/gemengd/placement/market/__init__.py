# SPDX-License-Identifier: EUPL-1.2
"""A round as numbers: children, programmes, wishes, priorities and seats."""
