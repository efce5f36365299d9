# SPDX-License-Identifier: EUPL-1.2
"""Open data: the API, files in bulk and the catalogue."""
