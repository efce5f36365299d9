# SPDX-License-Identifier: EUPL-1.2
"""The catalogues of translations in the form that Django reads.

Only the readable `.po` files stand in the repository; they are compiled into the data folder when the site
starts.
"""

from __future__ import annotations

import io
from pathlib import Path

from gemengd.tables.files import write_whole


def compiled_messages(source: Path, target: Path) -> Path:
    """Compile every catalogue that is newer than its compiled form.

    Args:
        source: folder with `LANGUAGE/django.po`.
        target: folder for `LANGUAGE/LC_MESSAGES/django.mo`.

    Returns:
        The folder with the compiled catalogues.
    """
    for catalogue in source.glob("*/django.po"):
        compiled = target / catalogue.parent.name / "LC_MESSAGES" / "django.mo"
        if not compiled.exists() or compiled.stat().st_mtime_ns != catalogue.stat().st_mtime_ns:
            _compile(catalogue, compiled)
    return target


def _compile(catalogue: Path, compiled: Path) -> None:
    # Imported here because every start of the site passes by, and few have to compile.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    with catalogue.open("rb") as text:
        write_mo(out, read_po(text, locale=catalogue.parent.name))
    # The time of the source tells whether the compiled form belongs to it; several workers start at once.
    write_whole(compiled, out.getvalue(), alone=False, changed=catalogue.stat().st_mtime_ns)
