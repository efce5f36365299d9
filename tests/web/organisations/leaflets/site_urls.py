# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the site with this app installed; the site itself reads its own only once."""

from django.conf.urls.i18n import i18n_patterns

from gemengd.web.site.addresses import mounted

urlpatterns = [
    *mounted(localised=False),
    *i18n_patterns(*mounted(localised=True), prefix_default_language=False),
]
