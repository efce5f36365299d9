# SPDX-License-Identifier: EUPL-1.2
"""Catalogues of translations; the repository holds readable `.po` files, compiled when first needed."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gemengd.language.language import LANGUAGES, Language


def compiled(po: bytes, code: str) -> bytes:
    """A catalogue as programs read it (MO) from one as people read it (PO).

    Args:
        po: the text of the catalogue.
        code: its language.
    """
    # Imported here because few have to compile.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(po), locale=code))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one room: `locale/CODE/NAME.po` in its package; the messages themselves are English.

    Attributes:
        package: whose sentences they are, such as `gemengd.monitor`.
        name: name of the file.

    Example:
        >>> Catalogue("gemengd.monitor", "monitor").language("nl").say("not stated")
        'niet vermeld'
    """

    package: str
    name: str

    def language(self, code: str) -> Language:
        """These sentences, and the numbers and dates, in a language.

        Raises:
            ValueError: naming the languages that exist.
        """
        if code not in LANGUAGES:
            raise ValueError(f"language: found {code!r}, expected one of {', '.join(LANGUAGES)}")
        return _language(self.package, self.name, code)


@cache
def _language(package: str, name: str, code: str) -> Language:
    if code == "en":
        return Language(code, gettext.NullTranslations())
    po = files(package).joinpath("locale", code, f"{name}.po").read_bytes()
    return Language(code, gettext.GNUTranslations(io.BytesIO(compiled(po, code))))
