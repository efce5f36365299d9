# SPDX-License-Identifier: EUPL-1.2
"""The languages of explanations and comparisons: a gettext catalogue each."""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = {"nl": "Nederlands", "en": "English"}
"""Language code to its own name. English is the language of the message identifiers."""

_THOUSANDS = {"nl": ".", "en": ","}


@dataclass(frozen=True, slots=True)
class Language:
    """Sentences and numbers in one language.

    Attributes:
        code: one of `LANGUAGES`.
        catalogue: the translations.
    """

    code: str
    catalogue: gettext.NullTranslations

    def say(self, message: str, **values: str | int) -> str:
        """The message in this language, with `{name}` replaced; numbers in this language's notation."""
        shown = {name: self.number(one) if isinstance(one, int) else one for name, one in values.items()}
        text = self.catalogue.gettext(message)
        return text.format(**shown) if shown else text

    def number(self, value: int) -> str:
        """A whole number: `1.234` in Dutch."""
        return f"{value:,}".replace(",", _THOUSANDS[self.code])

    def decimal(self, value: float, places: int) -> str:
        """A number with decimals: `0,31` in Dutch."""
        text = f"{value:.{places}f}"
        return text.replace(".", ",") if self.code == "nl" else text

    def pick(self, texts: Mapping[str, str], otherwise: str) -> str:
        """The text in this language from a mapping of language code to text, or else in any, or else this."""
        return texts.get(self.code) or next(iter(texts.values()), otherwise)


@cache
def language(code: str, catalogue: str = "explain") -> Language:
    """The language with this code.

    Args:
        code: language code.
        catalogue: whose sentences.

    Raises:
        ValueError: naming the languages that exist.
    """
    if code not in LANGUAGES:
        raise ValueError(f"language is {code!r}; expected one of {', '.join(LANGUAGES)}")
    return Language(code, gettext.NullTranslations() if code == "en" else _catalogue(code, catalogue))


def _catalogue(code: str, name: str) -> gettext.NullTranslations:
    # Only the readable catalogue stands in the repository; it is compiled when it is first needed.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("gemengd.placement").joinpath("locale", code, f"{name}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
