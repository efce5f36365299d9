# SPDX-License-Identifier: EUPL-1.2
"""Files of publishers: every kind that is known, and how each is read."""
