# SPDX-License-Identifier: EUPL-1.2
"""The settings of the site, with the app in it."""

from gemengd.web.settings import *  # noqa: F403
from gemengd.web.settings import INSTALLED_APPS as OURS
from gemengd.web.settings import STORAGES as KEPT

STORAGES = KEPT | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
INSTALLED_APPS = [*OURS, "hostile_work"]
