# SPDX-License-Identifier: EUPL-1.2
"""What the app `published` brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gemengd.web.site.declarations import Declared

DECLARED = Declared(app="published", events={"published": _("A version was published")})
