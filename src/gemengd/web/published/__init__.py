# SPDX-License-Identifier: EUPL-1.2
"""Which version of the workspace the site shows."""
