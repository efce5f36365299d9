# SPDX-License-Identifier: EUPL-1.2
"""One form for equal rules, and its SHA-256: the identity that is published before the round opens.

The form is that of RFC 8785 (JSON Canonicalization Scheme) for the values that rules hold: maps sorted by
key, no spaces, UTF-8, whole numbers in plain digits. Shares are written as reduced fractions, so that `25%`,
`0.25` and `1/4` are one rule. Comments, order of keys, indentation and quotes do not count; wording does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

SAFE = 2**53 - 1
"""Largest whole number every JSON reader holds exactly."""

_SHARE = re.compile(r"^(\d+)/([1-9]\d*)$|^(\d+(?:\.\d+)?)\s*%$|^(\d+(?:\.\d+)?)$")


def share(text: str | int) -> Fraction:
    """The fraction that `1/4`, `25%` or `0.25` stands for.

    Raises:
        ValueError: it is none of these.
    """
    match = _SHARE.match(str(text))
    if match is None:
        raise ValueError(f"found {text!r}; expected a share such as 1/4, 25% or 0.25")
    if match[1] is not None:
        return Fraction(int(match[1]), int(match[2]))
    return Fraction(match[3]) / 100 if match[3] is not None else Fraction(match[4])


def normal(value: Any, key: str = "") -> Any:
    """The value with every readable share as a reduced fraction."""
    if isinstance(value, Mapping):
        return {name: normal(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [normal(one) for one in value]
    if key == "share" and isinstance(value, (str, int)) and not isinstance(value, bool):
        try:
            found = share(value)
        except ValueError:
            return value
        return f"{found.numerator}/{found.denominator}"
    return value


def canonical(data: Any) -> bytes:
    """Data as canonical JSON; rules are brought to their normal shares when they are read.

    Raises:
        ValueError: the data hold a value that rules cannot hold, such as a decimal number.
    """
    return _text(data).encode("utf-8")


def identity(data: Any) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_text(name)}:{_text(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_text(one) for one in value) + "]"
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and abs(value) <= SAFE:
        return str(value)
    raise ValueError(f"rules cannot hold {value!r}; expected text, a whole number, true, false or null")
