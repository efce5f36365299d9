# SPDX-License-Identifier: EUPL-1.2
"""What a board says about its schools."""
