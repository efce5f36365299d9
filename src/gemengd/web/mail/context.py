# SPDX-License-Identifier: EUPL-1.2
"""What the header of every page says about notices."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from gemengd.web.mail import notices


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: how many the visitor has not read; counted when a template asks, and once."""

    @cache
    def count() -> int:
        user = getattr(request, "user", None)
        try:
            return notices.unread(user) if user is not None and user.is_authenticated else 0
        except DatabaseError:
            # An error page stands even when the database does not answer.
            return 0

    return {"unread_notices": count}
