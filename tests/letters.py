# SPDX-License-Identifier: EUPL-1.2
"""The mails that the site sends, after its worker passed by."""

from __future__ import annotations

from typing import Any


def letters() -> list[Any]:
    """Send what waits in the outbox; gives every mail that was sent in this test."""
    from django.core import mail

    from gemengd.web.mail.delivery import deliver

    deliver()
    return list(mail.outbox)
