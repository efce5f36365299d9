# SPDX-License-Identifier: EUPL-1.2
"""From counts to a municipality's segregation story: the numbers, the sentences, the pictures, the report."""

from gemengd.figures.figure import Figure
from gemengd.monitor.build.building import build
from gemengd.monitor.figures.municipality import figures
from gemengd.monitor.frames import FRAMES
from gemengd.monitor.published.lookup import UnknownMunicipality, find_municipality
from gemengd.monitor.published.published import read
from gemengd.monitor.published.view import View
from gemengd.monitor.report.report import report
from gemengd.monitor.report.terminal import as_json, show
from gemengd.monitor.settings import Settings
from gemengd.monitor.statuses import STATUSES

__all__ = [
    "FRAMES",
    "STATUSES",
    "Figure",
    "Settings",
    "UnknownMunicipality",
    "View",
    "as_json",
    "build",
    "figures",
    "find_municipality",
    "read",
    "report",
    "show",
]
