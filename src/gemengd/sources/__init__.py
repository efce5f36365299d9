# SPDX-License-Identifier: EUPL-1.2
"""Doors to outside data: every known kind of file, a municipality's own files, and the example region."""

from gemengd.sources.publishers.kind import Kind, UnknownFile
from gemengd.sources.publishers.registry import KINDS
from gemengd.sources.reading import read, recognise

__all__ = ["KINDS", "Kind", "UnknownFile", "read", "recognise"]
