# SPDX-License-Identifier: EUPL-1.2
"""The app `explanations`."""

from django.apps import AppConfig


class ExplanationsConfig(AppConfig):
    """The app `explanations`: what boards say about their schools."""

    name = "gemengd.web.explanations"
    label = "explanations"
