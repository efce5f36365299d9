# SPDX-License-Identifier: EUPL-1.2
"""`gemengd place`: one file per few commands; importing a file adds its commands to the group."""

from gemengd.cli.place import (
    chances,
    checking,
    committing,
    compare,
    drawing,
    example,
    explain,
    later,
    opening,
    placing,
    receipts,
    schemes,
)
from gemengd.cli.place.group import app

__all__ = [
    "app",
    "chances",
    "checking",
    "committing",
    "compare",
    "drawing",
    "example",
    "explain",
    "later",
    "opening",
    "placing",
    "receipts",
    "schemes",
]
