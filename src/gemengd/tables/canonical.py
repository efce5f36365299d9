# SPDX-License-Identifier: EUPL-1.2
"""One text for equal data, so that equal data have equal hashes: JSON as RFC 8785 writes it.

Keys stand in the order of their UTF-16 units, without spaces; text is UTF-8 with only the escapes that JSON
requires; a number is the shortest text that reads back as the same double (ECMAScript's `ToString`), so that
`1.0` and `1` are one number.

Text is taken as it is: `é` as one sign and `é` as `e` with an accent are two texts, as in RFC 8785, or who
checks a hash with another program would find another one. Who takes text from people brings it to one
spelling (NFC) before it comes here.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

SAFE = 2**53 - 1
"""Largest whole number that every reader of JSON holds exactly."""


def canonical(value: Any) -> bytes:
    """A value as canonical JSON.

    Args:
        value: text, whole numbers up to `SAFE`, finite floats, True, False, None, lists and tuples of these,
            and maps from text to these.

    Raises:
        ValueError: it holds something that JSON has no word for, or that has no one spelling.
    """
    return _written(value).encode("utf-8")


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits.

    Raises:
        ValueError: as `canonical`.
    """
    return hashlib.sha256(canonical(value)).hexdigest()


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        names = sorted(value, key=_order)
        return "{" + ",".join(f"{_text(name)}:{_written(value[name])}" for name in names) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_written(one) for one in value) + "]"
    raise ValueError(
        f"found {value!r} ({type(value).__name__}); expected text, numbers, true, false, null, lists and maps"
    )


def _order(name: Any) -> bytes:
    if not isinstance(name, str):
        raise ValueError(  # noqa: TRY004 - one error for all that cannot be written
            f"found the key {name!r}; expected text"
        )
    return name.encode("utf-16-be", "surrogatepass")


def _text(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"found half a sign (a lone surrogate) at place {error.start} of a text") from error
    return json.dumps(text, ensure_ascii=False)


def _whole(number: int) -> str:
    if abs(number) > SAFE:
        raise ValueError(f"found {number}; expected a number up to {SAFE}, or the number as text")
    # A subclass such as an IntEnum writes itself as a word.
    return str(int(number))


def _number(number: float) -> str:
    """A double as ECMAScript writes it: plain digits from 1e-6 up to 21 of them, else an exponent."""
    if not math.isfinite(number):
        raise ValueError(f"found {number!r}; expected a finite number")
    if number == 0:
        return "0"
    # `repr` gives the shortest digits that read back as the same double; only their lay-out differs.
    sign, digits, exponent = Decimal(repr(float(number))).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    return ("-" if sign else "") + _laid_out(text, len(text) + exponent)


def _laid_out(digits: str, point: int) -> str:
    """Digits with their decimal point after `point` of them, as ECMAScript lays them out."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{point - 1:+d}"
