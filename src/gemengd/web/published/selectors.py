# SPDX-License-Identifier: EUPL-1.2
"""What is shown now, read once per version and process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.core.cache import caches

from gemengd import __version__
from gemengd.monitor.published.country import COUNTRY, country, country_cell
from gemengd.monitor.published.outlines import outlines
from gemengd.monitor.published.published import Published
from gemengd.monitor.published.view import Cell, View
from gemengd.web.published.models import Publication
from gemengd.web.published.storing import open_stored

VIEWS = 256
"""Views of municipalities kept in memory, and as many choices of an earlier year."""


class NothingPublishedError(LookupError):
    """No version was published yet."""


@dataclass(frozen=True)
class Shown:
    """A published version, ready to be read.

    Attributes:
        version: number of the version.
        folder: the folder with the versions; only what was published of them can be opened from here.
        monitor: the monitor of it, protected.
    """

    version: int
    folder: Path
    monitor: Published

    @property
    def fictional(self) -> bool:
        """True when the data are invented."""
        return bool(self.monitor.manifest.get("fictional"))

    @property
    def tag(self) -> str:
        """What changes when a page may change: the version of the data, its making and the program."""
        manifest = self.monitor.manifest
        made = f"{manifest.get('created')} {(manifest.get('monitor') or {}).get('built')}"
        return f"{self.version}-{crc32(made.encode()):08x}-{program()}"

    def view(self, municipality_id: str) -> View:
        """The view of a municipality.

        Raises:
            KeyError: the monitor does not know it.
        """
        return _view(self.folder, self.version, municipality_id)

    @property
    def country(self) -> View:
        """All municipalities together."""
        return _country(self.folder, self.version)

    @property
    def outlines(self) -> dict[str, bytes]:
        """Municipality to its outline as WKB (EPSG:28992); made once per version and kept on disk."""
        return _outlines(self.folder, self.version)

    def at(self, view: View, cell: Cell, year: int) -> Cell:
        """A cell of a view at one of its school years."""
        kind = cell.characteristic.name
        return _cell(self.folder, self.version, view.municipality_id, cell.sector, kind, year)


def shown() -> Shown:
    """The version that is shown now.

    Raises:
        NothingPublishedError: no version was published yet.
    """
    version = Publication.objects.values_list("version", flat=True).first()
    if version is None:
        raise NothingPublishedError
    return shown_at(Path(settings.GEMENGD_WORKSPACE), version)


@lru_cache(maxsize=1)
def program() -> str:
    """The version of the program; a checkout has one number for many states, so its files count as well."""
    package = Path(__file__).parents[2]
    kinds = (".py", ".po", ".html", ".j2", ".css")
    files = sorted(path for path in package.rglob("*") if path.suffix in kinds)
    states = (f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
    return f"{__version__}-{crc32(chr(10).join(states).encode()):08x}"


@lru_cache(maxsize=2)
def shown_at(folder: Path, version: int) -> Shown:
    """A version by its number; kept in memory, as versions never change."""
    return Shown(version, folder, Published(open_stored(folder, version)))


@lru_cache(maxsize=VIEWS)
def _view(folder: Path, version: int, municipality_id: str) -> View:
    return shown_at(folder, version).monitor.view(municipality_id)


@lru_cache(maxsize=2)
def _country(folder: Path, version: int) -> View:
    return country(shown_at(folder, version).monitor, _outlines(folder, version))


@lru_cache(maxsize=2)
def _outlines(folder: Path, version: int) -> dict[str, bytes]:
    now, kept = shown_at(folder, version), caches["pictures"]
    name = f"outlines-{now.tag}"
    made: dict[str, bytes] | None = kept.get(name)
    if made is None:
        made = outlines(now.monitor.shapes, now.monitor.municipality_of)
        kept.set(name, made)
    return made


@lru_cache(maxsize=VIEWS)
def _cell(folder: Path, version: int, code: str, sector: str, kind: str, year: int) -> Cell:
    monitor = shown_at(folder, version).monitor
    if code == COUNTRY:
        return country_cell(monitor, _outlines(folder, version), sector, kind, year)
    return monitor.cell(code, sector, kind, year)
