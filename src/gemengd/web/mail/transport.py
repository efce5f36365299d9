# SPDX-License-Identifier: EUPL-1.2
"""Handing a mail to the mail server, and what its failures mean.

A mail must arrive once. When a connection breaks before the last line of a mail was handed over it did not
arrive, and can be sent again; when it breaks after that line and before the answer, nobody knows.
"""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from gemengd.web.mail.models import Message, Problem
from gemengd.web.mail.sealing import Letter

LAST_LINE = b"\r\n.\r\n"
"""What ends a mail (RFC 5321, 4.1.1.4)."""
LAST_ANSWER = 600.0
"""Seconds that a server may take to answer that line, as it may look for viruses (RFC 5321, 4.5.3.2.6)."""
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_OURS = "gemengd.web.mail.transport.Smtp"


class UnknownEndError(OSError):
    """The connection broke between the last line of a mail and the answer of the server."""


@dataclass(frozen=True)
class Failure:
    """What a failure means for a mail.

    Attributes:
        problem: the reason in words.
        final: True when sending it again is of no use, or could make it arrive twice.
        answer: the number with which the server answered, if it did.
    """

    problem: Problem
    final: bool = False
    answer: int | None = None


class _Telling:
    """Notes whether the last line of a mail has gone to the server and was not answered yet."""

    unanswered = False
    sock: socket.socket | None
    timeout: float

    def send(self, said: Any) -> None:
        super().send(said)  # type: ignore[misc]
        self.unanswered = isinstance(said, bytes) and said.endswith(LAST_LINE)

    def getreply(self) -> tuple[int, bytes]:
        if self.unanswered:
            self._wait(LAST_ANSWER)
        try:
            answer: tuple[int, bytes] = super().getreply()  # type: ignore[misc]
        except OSError as problem:
            if self.unanswered:
                raise UnknownEndError from problem
            raise
        if self.unanswered:
            self.unanswered = False
            self._wait(self.timeout)
        return answer

    def _wait(self, seconds: float) -> None:
        if self.sock is not None:
            self.sock.settimeout(seconds)


class _Plain(_Telling, smtplib.SMTP):
    pass


class _Encrypted(_Telling, smtplib.SMTP_SSL):
    pass


class Smtp(EmailBackend):
    """Django's SMTP, which also knows whether a mail was handed over."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks to the server."""
        return _Encrypted if self.use_ssl else _Plain


@contextmanager
def connected() -> Iterator[BaseEmailBackend]:
    """A connection with the mail server; closed at the end, whatever happens.

    Raises:
        OSError: the server does not answer, or not as a mail server (`smtplib.SMTPException` is one too).
    """
    connection = get_connection(_OURS if settings.EMAIL_BACKEND == _SMTP else None)
    try:
        connection.open()
        yield connection
    finally:
        # What was sent was sent, also where the server does not answer our goodbye.
        with suppress(OSError):
            connection.close()


def hand_over(message: Message, letter: Letter, connection: BaseEmailBackend) -> None:
    """Give one mail to the server.

    Args:
        message: to whom, and its number.
        letter: what it says.
        connection: an open connection.

    Raises:
        OSError: it was not taken, or nobody knows; `failure_of` tells which.
    """
    host = urlsplit(settings.GEMENGD_ADDRESS).hostname or "localhost"
    headers = {
        "Message-ID": f"<{message.identity}@{host}>",
        # No answering machine answers (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    EmailMessage(
        letter.subject, letter.body, None, [message.to], headers=headers, connection=connection
    ).send()


def failure_of(problem: OSError) -> Failure:
    """What a failure means; its text, which may hold addresses, goes no further."""
    match problem:
        case UnknownEndError():
            found = Failure(Problem.UNKNOWN_END, final=True)
        case smtplib.SMTPAuthenticationError():
            found = Failure(Problem.SIGN_IN, answer=problem.smtp_code)
        case smtplib.SMTPRecipientsRefused():
            found = _answered(min(code for code, _ in problem.recipients.values()))
        case smtplib.SMTPSenderRefused():
            # About the site and not about this mail: who looks after it can mend that meanwhile.
            found = replace(_answered(problem.smtp_code), final=False)
        case smtplib.SMTPConnectError():
            found = Failure(Problem.UNREACHABLE, answer=problem.smtp_code)
        case smtplib.SMTPResponseException():
            found = _answered(problem.smtp_code)
        case smtplib.SMTPException():
            found = Failure(Problem.BROKEN_OFF)
        case _:
            found = Failure(Problem.UNREACHABLE)
    return found


def _answered(code: int) -> Failure:
    # 5xx is for ever, 4xx for now (RFC 5321, 4.2.1); smtplib makes -1 of what is no answer.
    final = 500 <= code < 600
    return Failure(
        Problem.REFUSED if final else Problem.LATER, final=final, answer=code if code > 0 else None
    )
