# SPDX-License-Identifier: EUPL-1.2
"""Texts for the mail server only: encrypted with the key of the site, which is not in the database."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class UnreadableError(ValueError):
    """The text was encrypted with another key."""


@dataclass(frozen=True)
class Letter:
    """What a mail says.

    Attributes:
        subject: one line.
        body: plain text.
    """

    subject: str
    body: str


def seal(letter: Letter) -> str:
    """The text as it is stored."""
    return _cipher().encrypt(json.dumps(asdict(letter)).encode()).decode()


def unseal(sealed: str) -> Letter:
    """The text as it is sent.

    Raises:
        UnreadableError: another key was used.
    """
    try:
        return Letter(**json.loads(_cipher().decrypt(sealed.encode())))
    except (InvalidToken, ValueError, TypeError) as problem:
        raise UnreadableError("encrypted with another key than that of the site now") from problem


def _cipher() -> Fernet:
    key = hashlib.sha256(b"gemengd.web.mail" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
