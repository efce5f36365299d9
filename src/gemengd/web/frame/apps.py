# SPDX-License-Identifier: EUPL-1.2
"""The app `frame`."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """The app `frame`: what every page of the site has in common."""

    name = "gemengd.web.frame"
    label = "frame"
