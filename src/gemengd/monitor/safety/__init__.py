# SPDX-License-Identifier: EUPL-1.2
"""What may be published, and what has to be hidden first."""
