# SPDX-License-Identifier: EUPL-1.2
"""One language of the monitor: its sentences (gettext) and its way to write numbers (CLDR)."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

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
        """The message in this language, with `{name}` replaced by the values."""
        text = self.catalogue.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The message for a count; `{count}` is the count in this language's notation."""
        text = self.catalogue.ngettext(one, many, count)
        return text.format(count=self.number(count), **values)

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with thousands separators: `1.234,5` in Dutch; a dash when there is none."""
        if value is None:
            return "–"
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

    def tied(self, *parts: str) -> str:
        """Parts joined by spaces at which no line breaks."""
        return _NO_BREAK.join(parts)


def rounded(value: float, digits: int = 0) -> Decimal:
    """Round half away from zero (as people do), never to minus zero."""
    result = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


@cache
def language(code: str) -> Language:
    """The language with this code.

    Raises:
        ValueError: naming the languages that exist.
    """
    if code not in LANGUAGES:
        raise ValueError(f"language: found {code!r}, expected one of {', '.join(LANGUAGES)}")
    return Language(code, _catalogue(code))


def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    # Only the readable catalogue stands in the repository; it is compiled when it is first needed.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("gemengd.monitor").joinpath("locale", code, "monitor.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def label(labels: Any, lang: Language, otherwise: str) -> str:
    """The label in this language from a mapping of language code to label."""
    return str((labels or {}).get(lang.code, otherwise))
