# SPDX-License-Identifier: EUPL-1.2
"""The catalogues of translations in the form that Django reads.

Only the readable `.po` files stand in the repository; they are compiled into the data folder when the site
starts.
"""

from __future__ import annotations

from pathlib import Path

from gemengd.language.catalogues import compiled
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
        made = target / catalogue.parent.name / "LC_MESSAGES" / "django.mo"
        if not made.exists() or made.stat().st_mtime_ns != catalogue.stat().st_mtime_ns:
            _compile(catalogue, made)
    return target


def compiled_catalogues(site: Path, target: Path) -> list[Path]:
    """Compile the catalogue of each app, and that of what no app owns.

    Args:
        site: folder of the site; an app has its catalogue in `APP/locale`.
        target: folder for the compiled ones.

    Returns:
        The folders with the compiled catalogues.
    """
    sources = [site / "locale", *sorted(site.glob("*/locale"))]
    return [compiled_messages(one, target / one.parent.name) for one in sources if one.is_dir()]


def _compile(catalogue: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = compiled(catalogue.read_bytes(), catalogue.parent.name)
    # The time of the source tells whether the compiled form belongs to it; several workers start at once.
    write_whole(target, content, alone=False, changed=catalogue.stat().st_mtime_ns)
