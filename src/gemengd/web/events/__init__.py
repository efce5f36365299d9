# SPDX-License-Identifier: EUPL-1.2
"""What happened, in an order that nobody can change afterwards."""
