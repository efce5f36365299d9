# SPDX-License-Identifier: EUPL-1.2
"""The mails that the site sends, after its worker passed by."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def letters(now: datetime | None = None) -> list[Any]:
    """Send what waits in the outbox at a moment; gives every mail that was sent in this test."""
    from django.core import mail

    from gemengd.web.mail.delivery import deliver

    deliver(now)
    return list(mail.outbox)
