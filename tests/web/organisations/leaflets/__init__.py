# SPDX-License-Identifier: EUPL-1.2
"""A small app, as those who build one write it: leaflets of municipalities, and bookmarks of people."""
