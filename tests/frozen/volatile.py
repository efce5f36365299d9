# SPDX-License-Identifier: EUPL-1.2
"""What differs from run to run or from machine to machine, and is no part of what is frozen.

This is the one place where a frozen output is altered. All else counts, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SIGNIFICANT = 12
"""Digits of a number that count: in the last four of sixteen, processors differ."""
NOTHING = 1e-12
"""What is smaller is what rounding left of a zero."""
_LONG = re.compile(r"(?<![\w.])-?\d+\.\d{10,}(?:[eE][-+]?\d+)?|(?<![\w.])-?\d(?:\.\d+)?[eE]-\d+(?![\w.])")

VOLATILE: tuple[tuple[str, str], ...] = (
    # A secret of the visit, against forged forms; also as an attribute for scripts.
    (r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1<csrf>"),
    (r"(X-CSRFToken[\"':&quot; ]+)[A-Za-z0-9]{32,}", r"\1<csrf>"),
    # A secret of the answer, in the policy for scripts and styles.
    (r"nonce-[\w+/=-]{16,}", "nonce-<nonce>"),
    (r'nonce="[^"]+"', 'nonce="<nonce>"'),
    # The program's version, which a release changes.
    (r"(gemengd[ /-])\d+\.\d+\.\d+(?:\.\w+)?", r"\1<version>"),
    # Where a function stands in memory.
    (r" at 0x[0-9a-f]+", " at <place>"),
    # What Vega numbers through the life of a process.
    (r"\b(clip|gradient_)\d+\b", r"\1<number>"),
)
"""Patterns with what stands in their place."""
_POLICY = re.compile(r"(Content-Security-Policy: )([^\n]+)")
_PATTERNS = [(re.compile(pattern), instead) for pattern, instead in VOLATILE]


def steady(text: str, known: Mapping[str, str] | None = None) -> str:
    """A text without what differs from run to run.

    Args:
        text: what a door gave.
        known: what this run made up (a folder, a key, the hash of the software), with what stands instead;
            the longest first.
    """
    for made_up in sorted(known or {}, key=len, reverse=True):
        text = text.replace(made_up, (known or {})[made_up])
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return _LONG.sub(_rounded, _POLICY.sub(_ordered, text))


def _ordered(found: re.Match[str]) -> str:
    """The parts of a content policy, which have no order, in that of the alphabet."""
    return found[1] + "; ".join(sorted(part.strip() for part in found[2].split(";")))


def _rounded(found: re.Match[str]) -> str:
    number = float(found[0])
    return "0.0" if abs(number) < NOTHING else repr(float(f"{number:.{SIGNIFICANT}g}"))
