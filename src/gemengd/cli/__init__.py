# SPDX-License-Identifier: EUPL-1.2
"""The command line: one file per command, thin."""

from gemengd.cli.app import main

__all__ = ["main"]
