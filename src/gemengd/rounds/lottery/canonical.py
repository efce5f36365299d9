# SPDX-License-Identifier: EUPL-1.2
"""One text for equal data, so that equal data have equal hashes.

JSON in UTF-8 with the keys sorted by code point, no spaces and no escapes that JSON does not require; whole
numbers only, since a decimal has more than one spelling. The stand-alone verifier writes the same text.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The value as canonical JSON.

    Raises:
        ValueError: it holds a decimal number, or something JSON has no word for.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except TypeError as error:
        raise ValueError(
            f"{error}; expected text, whole numbers, true, false, null, lists and maps"
        ) from error
    json.loads(text, parse_float=_refuse_decimal)
    return text.encode("utf-8")


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_decimal(text: str) -> float:
    raise ValueError(f"found the decimal number {text}; expected a whole number, or the number as text")
