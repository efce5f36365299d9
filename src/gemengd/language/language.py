# SPDX-License-Identifier: EUPL-1.2
"""One language: its sentences (gettext) and its way to write numbers, dates and lists (CLDR)."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LANGUAGES = {"nl": "Nederlands", "en": "English"}
"""Language code to its own name. English is the language of the message identifiers."""

_LOCALES = {"nl": "nl_NL", "en": "en_GB"}
_MINUS, _NO_BREAK = "−", "\u00a0"


def mark(message: str) -> str:
    """Mark a message for the catalogue; it is translated where it is said."""
    return message


@dataclass(frozen=True)
class Language:
    """Sentences and numbers in one language.

    Attributes:
        code: `nl` or `en`.
        catalogue: the translations.
    """

    code: str
    catalogue: gettext.NullTranslations

    def say(self, message: str, **values: object) -> str:
        """The message in this language, with `{name}` replaced; whole numbers in this language's notation."""
        text = self.catalogue.gettext(message)
        if not values:
            return text
        return text.format(
            **{name: self.number(one) if type(one) is int else one for name, one in values.items()}
        )

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The message for a count; `{count}` is the count in this language's notation."""
        text = self.catalogue.ngettext(one, many, count)
        return text.format(count=self.number(count), **values)

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with thousands separators: `1.234,5` in Dutch; a dash when there is none."""
        if value is None:
            return "–"
        if type(value) is int and 0 <= value < 1000 and not digits:
            return str(value)
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(rounded(value, digits), pattern, locale=_LOCALES[self.code])
        return text.replace("-", _MINUS)

    def percent(self, share: float | None, digits: int = 0) -> str:
        """A share (0-1) as a percentage: `31%`; one above zero never becomes `0%`."""
        if share is None:
            return "–"
        text = self.number(share * 100, digits)
        smallest = self.number(10.0**-digits, digits)
        return f"<{smallest}%" if share > 0 and rounded(share * 100, digits) == 0 else f"{text}%"

    def points(self, share: float | None, *, sign: bool = True) -> str:
        """A difference of shares (0-1) in whole percentage points, with its sign."""
        if share is None:
            return "–"
        text = self.number(share * 100)
        return f"+{text}" if sign and rounded(share * 100) > 0 else text

    def school_year(self, year: int) -> str:
        """A school year by the year in which it starts: `2017/18`."""
        return f"{year}/{(year + 1) % 100:02d}"

    def day(self, iso: str | None) -> str:
        """A date such as `1 oktober 2017` from its ISO form; a dash when there is none."""
        if not iso:
            return "–"
        from datetime import date

        from babel.dates import format_date

        return format_date(date.fromisoformat(iso[:10]), "d MMMM y", locale=_LOCALES[self.code])

    def listed(self, parts: list[str]) -> str:
        """`a, b en c`."""
        from babel.lists import format_list

        return str(format_list(parts, locale=_LOCALES[self.code])) if parts else ""

    def pick(self, texts: Mapping[str, str] | None, otherwise: str) -> str:
        """The text in this language from a mapping of code to text, else in any, else `otherwise`."""
        found = texts or {}
        return found.get(self.code) or next(iter(found.values()), otherwise)

    def tied(self, *parts: str) -> str:
        """Parts joined by spaces at which no line breaks."""
        return _NO_BREAK.join(parts)


def rounded(value: float, digits: int = 0) -> Decimal:
    """Round half away from zero (as people do), never to minus zero."""
    result = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result
