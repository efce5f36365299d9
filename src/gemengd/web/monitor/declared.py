# SPDX-License-Identifier: EUPL-1.2
"""What the app `monitor` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.monitor.searching import KINDS
from gemengd.web.site.declarations import Declared, Link, Mount

DECLARED = Declared(
    app="monitor",
    urls=(Mount("", "gemengd.web.monitor.urls", public=True),),
    searched=KINDS,
    navigation=(
        Link(_("Home"), "monitor:home", order=10, section="home"),
        Link(_("Map"), "monitor:map", order=20, section="map"),
        Link(_("Compare"), "monitor:compare", order=30, section="compare"),
        Link(_("Method"), "monitor:method", order=40, section="method"),
    ),
)
