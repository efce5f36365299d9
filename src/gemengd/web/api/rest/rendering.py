# SPDX-License-Identifier: EUPL-1.2
"""The form of the API's answers."""

from __future__ import annotations

from rest_framework.renderers import JSONRenderer


class Json(JSONRenderer):
    """JSON and nothing else; the answers of Django REST framework without its pages for browsers."""

    charset = None
