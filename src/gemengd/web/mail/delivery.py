# SPDX-License-Identifier: EUPL-1.2
"""Sending what waits in the outbox: by the background worker, never in a request."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from gemengd.web.events.services import record
from gemengd.web.mail.models import Message, Notice, Problem
from gemengd.web.mail.notices import notify
from gemengd.web.mail.sealing import UnreadableError, unseal
from gemengd.web.mail.services import sweep
from gemengd.web.mail.transport import Failure, connected, failure_of, hand_over

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
"""How long to wait after each try that failed; after one more a mail is given up."""
LEASE = timedelta(minutes=15)
"""A process that holds a mail for so long is gone; more than the slowest server may take."""
MANY = 100
"""Mails in one round: the worker has other work too."""
CLOSING = 421
"""With this answer a server also ends the connection (RFC 5321, 3.8)."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivered:
    """What a round did, as numbers of mails.

    Attributes:
        sent: handed to the mail server.
        postponed: to be tried again later.
        given_up: failed for good.
    """

    sent: int = 0
    postponed: int = 0
    given_up: int = 0


def deliver(now: datetime | None = None) -> Delivered:
    """Send what is due; several processes may do so at once.

    Args:
        now: the moment; None for the clock's.

    Returns:
        What was done.
    """
    sweep(now)
    done: Counter[str] = Counter()
    done["given_up"] += _let_go(now)
    while done.total() < MANY and due(now):
        done += _round(now, MANY - done.total())
    return Delivered(done["sent"], done["postponed"], done["given_up"])


def keep_delivering(stopped: Event, every: float = 2.0) -> None:
    """Send what comes into the outbox, in a thread or process of its own, until told to stop.

    Args:
        stopped: set from elsewhere; a mail that is being sent is sent first.
        every: seconds between two looks.
    """
    while not stopped.is_set():
        close_old_connections()
        try:
            deliver()
        except Error as problem:
            # Mails wait in the database; when it is back they are sent.
            logger.warning("mail: the database does not answer (%s)", type(problem).__name__)
            connection.close()
        stopped.wait(every)
    connection.close()


def due(now: datetime | None = None) -> bool:
    """Whether anything waits to be sent now."""
    return Message.objects.filter(state=Message.State.WAITING, due__lte=now or timezone.now()).exists()


def claim(now: datetime | None = None) -> Message | None:
    """Take one mail that is due, so that no other process sends it.

    Args:
        now: the moment; None for the clock's.

    Returns:
        The mail; None when there is none.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # PostgreSQL locks the row and passes by those of others; SQLite has one writer at a time.
        waiting = Message.objects.select_for_update(skip_locked=True).filter(state=Message.State.WAITING)
        message = waiting.filter(due__lte=now).first()
        if message is None:
            return None
        message.state, message.claimed = Message.State.SENDING, timezone.now()
        message.tries += 1
        message.save(update_fields=["state", "claimed", "tries"])
    return message


def _round(now: datetime | None, most: int) -> Counter[str]:
    """Send over one connection, until it breaks or nothing is due."""
    done: Counter[str] = Counter()
    try:
        with connected() as server:
            while done.total() < most and (message := claim(now)) is not None:
                done[_try(message, server)] += 1
    except _BrokenError as broken:
        done[broken.outcome] += 1
    except OSError as problem:
        # Nothing can be sent: each of them has had a try, and the server is left alone for a while.
        while done.total() < most and (message := claim(now)) is not None:
            done[_failed(message, failure_of(problem))] += 1
    return done


class _BrokenError(Exception):
    """The connection is of no use any more; `outcome` is that of the mail that went over it last."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def _try(message: Message, server: BaseEmailBackend) -> str:
    if message.until is not None and message.until <= timezone.now():
        return _failed(message, Failure(Problem.TOO_LATE, final=True))
    try:
        hand_over(message, unseal(message.sealed), server)
    except UnreadableError:
        return _failed(message, Failure(Problem.UNREADABLE, final=True))
    except ValueError:
        return _failed(message, Failure(Problem.MALFORMED, final=True))
    except OSError as problem:
        failure = failure_of(problem)
        outcome = _failed(message, failure)
        if failure.answer in (None, CLOSING):
            raise _BrokenError(outcome) from None
        return outcome
    _end(message, state=Message.State.SENT, sealed="", problem="", answer=None)
    return "sent"


def _failed(message: Message, failure: Failure) -> str:
    said: dict[str, Any] = {"problem": failure.problem, "answer": failure.answer}
    if failure.final or message.tries > len(PAUSES):
        _give_up(message, said)
        return "given_up"
    later = timezone.now() + PAUSES[message.tries - 1]
    _mine(message).update(state=Message.State.WAITING, due=later, claimed=None, **said)
    logger.warning("mail %d: %s %s, try %d", message.pk, failure.problem.value, failure.answer, message.tries)
    return "postponed"


def _let_go(now: datetime | None) -> int:
    """Give up the mails of processes that are gone: they may have been handed over."""
    before = (now or timezone.now()) - LEASE
    lost = list(Message.objects.filter(state=Message.State.SENDING, claimed__lte=before))
    for message in lost:
        _give_up(message, {"problem": Problem.UNKNOWN_END, "answer": None})
    return len(lost)


def _give_up(message: Message, said: dict[str, Any]) -> None:
    with transaction.atomic():
        if _end(message, state=Message.State.FAILED, **said):
            record("mail_failed", subject=str(message.pk), about=message.about, problem=said["problem"].value)
            _warn()
    logger.error("mail %d: %s %s, given up", message.pk, said["problem"].value, said["answer"])


def _warn() -> None:
    """Tell who looks after the site; once, until they have looked."""
    told = Notice.objects.filter(kind="mail_failed", read=None)
    keepers = get_user_model().objects.filter(is_superuser=True, is_active=True)
    notify(keepers.exclude(pk__in=told.values("user")), "mail_failed", page=("mail:outbox", ()))


def _end(message: Message, **values: Any) -> bool:
    return _mine(message).update(ended=timezone.now(), **values) > 0


def _mine(message: Message) -> QuerySet[Message]:
    """The row, as long as no other process has taken it since."""
    return Message.objects.filter(pk=message.pk, claimed=message.claimed)
