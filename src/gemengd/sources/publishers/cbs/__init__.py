# SPDX-License-Identifier: EUPL-1.2
"""Tables of Statistics Netherlands."""
