# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the site: Dutch without a prefix, English under `/en/`; the API speaks no language.

Which there are, each app says in its `declared.py`.
"""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns

from gemengd.web.site.addresses import mounted

urlpatterns = [
    *mounted(localised=False),
    *i18n_patterns(*mounted(localised=True), prefix_default_language=False),
]
handler400 = "gemengd.web.frame.errors.bad_request"
handler403 = "gemengd.web.frame.errors.forbidden"
handler404 = "gemengd.web.frame.errors.not_found"
handler500 = "gemengd.web.frame.errors.failed"
