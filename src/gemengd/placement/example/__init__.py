# SPDX-License-Identifier: EUPL-1.2
"""Made-up rounds with known truth."""
