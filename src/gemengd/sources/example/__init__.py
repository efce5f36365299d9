# SPDX-License-Identifier: EUPL-1.2
"""A fictional region of three municipalities, on which everything can be tried without data."""

from gemengd.sources.example.contribution import contribution

__all__ = ["contribution"]
