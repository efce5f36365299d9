# SPDX-License-Identifier: EUPL-1.2
"""The app `membership`."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The app `membership`: invitations, members, the pages of organisations and their log."""

    name = "gemengd.web.membership"
    label = "membership"
