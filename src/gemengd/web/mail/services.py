# SPDX-License-Identifier: EUPL-1.2
"""Writing mails into the outbox, and what may be done with those that wait there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from gemengd.web.events.services import record
from gemengd.web.mail.models import Message
from gemengd.web.mail.sealing import Letter, seal

if TYPE_CHECKING:
    from gemengd.web.organisations.models import User

SENT_KEPT = timedelta(days=7)
"""How long the outbox says to which address something was sent."""
FAILED_KEPT = timedelta(days=30)
"""How long who looks after the site can still send what failed."""
_LONGEST_SUBJECT = 200


class GoneError(LookupError):
    """The mail was sent, is being sent or was thrown away meanwhile."""


def send(
    to: str, subject: str, body: str, *, language: str, about: str, until: datetime | None = None
) -> Message:
    """Put a mail in the outbox, in the transaction that goes on; the background worker sends it.

    Args:
        to: one address.
        subject: becomes one line, whatever is in it.
        body: plain text.
        language: code of the language of the text.
        about: what sort of mail it is, as a code for the administrator; nothing personal.
        until: after this moment it is of no use and is not sent any more; None for always.

    Returns:
        The row in the outbox.

    Raises:
        ValidationError: `to` is not one mail address.
    """
    validate_email(to)
    letter = Letter(one_line(subject), plain_text(body))
    return Message.objects.create(to=to, sealed=seal(letter), language=language, about=about, until=until)


def send_template(
    to: str,
    name: str,
    context: Mapping[str, Any],
    *,
    language: str | None = None,
    until: datetime | None = None,
) -> Message:
    """Put a mail in the outbox of which subject and text are templates.

    Args:
        to: one address.
        name: the templates are `{name}_subject.txt` and `{name}_message.txt`.
        context: what fills them in.
        language: code of the language; None for that of who does it.
        until: after this moment it is of no use.

    Returns:
        The row in the outbox.
    """
    with translation.override(language or translation.get_language()):
        subject = render_to_string(f"{name}_subject.txt", dict(context))
        body = render_to_string(f"{name}_message.txt", dict(context))
        spoken = translation.get_language()
    return send(to, subject, body, language=spoken, about=name, until=until)


def pretend(subject: str, body: str, *, language: str, about: str) -> None:
    """Do the work of `send` and send nothing.

    Who asks for a mail to an address without an account then waits as long as for one with an account.
    """
    letter = Letter(one_line(subject), plain_text(body))
    Message.objects.create(
        sealed=seal(letter),
        language=language,
        about=about,
        state=Message.State.DISCARDED,
        ended=timezone.now(),
    )


def one_line(text: str) -> str:
    """A text that cannot end the line of its header."""
    shown = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(shown.split())[:_LONGEST_SUBJECT]


def plain_text(text: str) -> str:
    """A text with plain ends of lines and without signs that steer a terminal."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(s for s in lines if s in "\n\t" or unicodedata.category(s) not in ("Cc", "Cs")) + "\n"


def retry(message: Message, *, by: User) -> None:
    """Send a mail at the next opportunity, with as many tries as a new one.

    Args:
        message: one that waits or failed.
        by: who asks.

    Raises:
        GoneError: it is not in the outbox any more.
    """
    again = {
        "state": Message.State.WAITING,
        "due": timezone.now(),
        "tries": 0,
        "claimed": None,
        "ended": None,
    }
    _change(message, "mail_retried", by, problem="", answer=None, until=None, **again)


def discard(message: Message, *, by: User) -> None:
    """Do not send a mail; what it said goes.

    Args:
        message: one that waits or failed.
        by: who decides.

    Raises:
        GoneError: it is not in the outbox any more.
    """
    gone = {"state": Message.State.DISCARDED, "ended": timezone.now()}
    _change(message, "mail_discarded", by, to="", sealed="", **gone)


def forget_address(address: str) -> None:
    """Take everything to an address out of the outbox, sent or not."""
    Message.objects.filter(to__iexact=address).exclude(state=Message.State.SENDING).delete()


def sweep(now: datetime | None = None) -> int:
    """Forget what need not be kept: addresses with it.

    Args:
        now: the moment; None for the clock's.

    Returns:
        The number of mails that were forgotten.
    """
    now = now or timezone.now()
    ended = Message.objects.filter
    old = (
        ended(state=Message.State.SENT, ended__lte=now - SENT_KEPT)
        | ended(state=Message.State.FAILED, ended__lte=now - FAILED_KEPT)
        | ended(state=Message.State.DISCARDED)
    )
    return old.delete()[0]


def _change(message: Message, event: str, by: User, **values: Any) -> None:
    stuck = (Message.State.WAITING, Message.State.FAILED)
    with transaction.atomic():
        # In one statement, so that the worker cannot take it in between.
        if not Message.objects.filter(pk=message.pk, state__in=stuck).exclude(sealed="").update(**values):
            raise GoneError
        record(event, actor=by, subject=str(message.pk), about=message.about)
