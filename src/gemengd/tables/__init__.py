# SPDX-License-Identifier: EUPL-1.2
"""The canonical tables: schema, checks, interval counts, and the workspace that keeps them."""

from gemengd.tables.characteristics import Characteristic, known_characteristics, parse_characteristics
from gemengd.tables.contribution import Contribution, Refusal, SourceFile
from gemengd.tables.findings import Finding, InvalidTable
from gemengd.tables.mergers import current_codes
from gemengd.tables.schema import AREAS, MERGERS, PUPILS, RESIDENTS, SCHOOLS, SHAPES, TABLES, Column, Table
from gemengd.tables.validate import validate
from gemengd.tables.workspace import NoWorkspace, Workspace, WorkspaceBusy

__all__ = [
    "AREAS",
    "MERGERS",
    "PUPILS",
    "RESIDENTS",
    "SCHOOLS",
    "SHAPES",
    "TABLES",
    "Characteristic",
    "Column",
    "Contribution",
    "Finding",
    "InvalidTable",
    "NoWorkspace",
    "Refusal",
    "SourceFile",
    "Table",
    "Workspace",
    "WorkspaceBusy",
    "current_codes",
    "known_characteristics",
    "parse_characteristics",
    "validate",
]
