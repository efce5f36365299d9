# SPDX-License-Identifier: EUPL-1.2
"""From counts to the tables of the monitor."""
