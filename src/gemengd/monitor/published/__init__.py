# SPDX-License-Identifier: EUPL-1.2
"""What was published, ready to be read."""
