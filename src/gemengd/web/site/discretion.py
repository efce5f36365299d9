# SPDX-License-Identifier: EUPL-1.2
"""A log without secrets: addresses of pages are written without what only one person may know."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"[A-Za-z0-9_:\-]{20,}")
"""What is long enough to be a key in a link; no code of a place or a school is."""
MAIL = re.compile(r"[^\s/@]+@[^\s/@]+")
QUERY = re.compile(r"\?\S*")


class Discreet(logging.Filter):
    """Takes keys, mail addresses and queries out of the addresses that Django logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the arguments of a line; every line passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(discreet(each) if isinstance(each, str) else each for each in record.args)
        return True


def discreet(text: str) -> str:
    """A text without keys, mail addresses and queries."""
    return SECRET.sub("…", MAIL.sub("…", QUERY.sub("?…", text)))
