# SPDX-License-Identifier: EUPL-1.2
"""What a figure is: what it says, its table and its picture."""
