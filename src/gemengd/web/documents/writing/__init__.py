# SPDX-License-Identifier: EUPL-1.2
"""Documents of the site: one list of blocks that becomes a page, a PDF, a Word file or plain text."""
