# SPDX-License-Identifier: EUPL-1.2
"""Files that people send, and documents that the site writes in four forms from one list of blocks."""
