# SPDX-License-Identifier: EUPL-1.2
from .building.building import build
from .figure.municipality import Figure, figures
from .frames import FRAMES
from .published.lookup import UnknownMunicipality, find_municipality
from .published.view import View
from .reporting.reading import read
from .reporting.report import report
from .reporting.terminal import as_json, show
from .settings import Settings
from .statuses import STATUSES

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
