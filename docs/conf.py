# SPDX-License-Identifier: EUPL-1.2
"""How Sphinx turns these documents into pages."""

from gemengd import __version__

project = "gemengd"
author = "The gemengd contributors"
version = release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["build"]
html_theme = "furo"
html_title = "gemengd"
# Links to files outside docs (LICENSE, CHANGELOG) are checked by scripts/check_documents.py.
suppress_warnings = ["myst.xref_missing"]
