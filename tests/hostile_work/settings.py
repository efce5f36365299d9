# SPDX-License-Identifier: EUPL-1.2
"""The settings of the site, with the app in it."""

from gemengd.web.settings import *  # noqa: F403
from gemengd.web.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "hostile_work"]
