# SPDX-License-Identifier: EUPL-1.2
"""From counts to a municipality's segregation story: the numbers, the sentences, the pictures, the report."""

from gemengd.monitor.build import build
from gemengd.monitor.figures import Figure, figures
from gemengd.monitor.frames import FRAMES
from gemengd.monitor.lookup import UnknownMunicipality, find_municipality
from gemengd.monitor.read import read
from gemengd.monitor.report import report
from gemengd.monitor.settings import Settings
from gemengd.monitor.show import as_json, show
from gemengd.monitor.statuses import STATUSES
from gemengd.monitor.view import View

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
