# SPDX-License-Identifier: EUPL-1.2
"""Whether a file that somebody sends is what it says, and can do no harm."""
