# SPDX-License-Identifier: EUPL-1.2
"""The app `documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The app `documents`."""

    name = "gemengd.web.documents"
    label = "documents"
