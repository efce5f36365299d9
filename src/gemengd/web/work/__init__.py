# SPDX-License-Identifier: EUPL-1.2
"""Work that takes longer than a page may: asked for on the site, done by a process beside it."""
