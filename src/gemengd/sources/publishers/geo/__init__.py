# SPDX-License-Identifier: EUPL-1.2
"""Areas, their shapes, and the files that come as geometry."""
