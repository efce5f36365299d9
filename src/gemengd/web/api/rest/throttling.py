# SPDX-License-Identifier: EUPL-1.2
"""How often one address may ask the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView  # it imports this module itself


class AddressThrottle(SimpleRateThrottle):
    """So many requests per address and period as the setting `GEMENGD_API_RATE` says.

    Addresses are kept in memory for the period and nowhere else.
    """

    cache = ConnectionProxy(caches, "limits")  # type: ignore[assignment]  # it stands for the cache
    """A cache of its own, so that many addresses do not push out anything else."""

    def get_rate(self) -> str:
        """The rate, such as `600/min`."""
        return str(settings.GEMENGD_API_RATE)

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 - the same for every view
        """One key per address."""
        return f"api-{self.get_ident(request)}"
