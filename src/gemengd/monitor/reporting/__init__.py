# SPDX-License-Identifier: EUPL-1.2
"""The report on one page, and the monitor in a terminal."""
