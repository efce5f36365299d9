# SPDX-License-Identifier: EUPL-1.2
"""Saying why a file is not taken."""

from __future__ import annotations


class RefusedError(ValueError):
    """A file is not taken; the message is for who sent it, and says what to do."""
