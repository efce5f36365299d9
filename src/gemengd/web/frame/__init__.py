# SPDX-License-Identifier: EUPL-1.2
"""The frame of every page: its head and foot, errors, forms and health."""
