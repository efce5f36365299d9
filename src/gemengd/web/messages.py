# SPDX-License-Identifier: EUPL-1.2
"""The catalogues of translations in the form that Django reads.

Only the readable `.po` files stand in the repository; they are compiled into the data folder when the site
starts.
"""

from __future__ import annotations

import os
from pathlib import Path


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


def compiled_catalogues(site: Path, target: Path) -> list[Path]:
    """Compile the catalogue of the frame of the site and that of each app.

    Args:
        site: folder of the site; an app has its catalogue in `APP/locale`.
        target: folder for the compiled ones.

    Returns:
        The folders with the compiled catalogues.
    """
    sources = [site / "locale", *sorted(site.glob("*/locale"))]
    return [compiled_messages(one, target / one.parent.name) for one in sources if one.is_dir()]


def _compile(catalogue: Path, compiled: Path) -> None:
    # Imported here because every start of the site passes by, and few have to compile.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled.parent.mkdir(parents=True, exist_ok=True)
    beside = compiled.with_suffix(f".{os.getpid()}")
    with catalogue.open("rb") as text, beside.open("wb") as out:
        write_mo(out, read_po(text, locale=catalogue.parent.name))
    # The time of the source tells whether the compiled form belongs to it.
    changed = catalogue.stat().st_mtime_ns
    os.utime(beside, ns=(changed, changed))
    beside.replace(compiled)
