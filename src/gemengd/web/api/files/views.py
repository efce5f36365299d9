# SPDX-License-Identifier: EUPL-1.2
"""The page with the files, the files themselves, and the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from gemengd.web.api.data.licences import licence, sources
from gemengd.web.api.data.resources import BY_NAME, RESOURCES, Resource
from gemengd.web.api.data.tables import tables
from gemengd.web.api.files import csvw
from gemengd.web.api.files.bulk import files
from gemengd.web.monitor.publishing import published_page
from gemengd.web.published.selectors import Shown

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".parquet": "application/vnd.apache.parquet",
    csvw.SUFFIX: csvw.MEDIA_TYPE,
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
}
ENGLISH_UNITS = {
    "": "",
    "adressen per km2": "addresses per km2",
    "leerlingen": "pupils",
    "meter": "metres",
    "nat": "nats",
    "standaarddeviaties": "standard deviations",
}


@dataclass(frozen=True)
class Listed:
    """A table as it stands on the page: name, title, what it holds, rows, columns, sizes in bytes."""

    name: str
    title: str
    description: str
    rows: int
    columns: tuple[tuple[str, str, str], ...]
    csv: int
    parquet: int


@published_page
def page(request: HttpRequest, now: Shown) -> HttpResponse:
    """The list of files."""
    folder, frames, code = files(now), tables(now), get_language() or "nl"
    listed = [_listed(resource, frames[resource.name].height, folder, code) for resource in RESOURCES]
    manifest = now.monitor.manifest
    context = {
        "tables": listed,
        "licence": licence(manifest),
        "sources": sources(manifest),
        "threshold": now.monitor.threshold,
    }
    return render(request, "api/files.html", context)


@published_page
def file(request: HttpRequest, now: Shown, name: str, suffix: str) -> HttpResponseBase:  # noqa: ARG001
    """One file of one table.

    Raises:
        Http404: there is no such table; those that are there are named.
    """
    if name not in BY_NAME:
        there = ", ".join(BY_NAME)
        raise Http404(gettext("There is no such table. There are: %(there)s.") % {"there": there})
    response = _sent(files(now) / f"{name}{suffix}", suffix)
    word = "-fictief" if now.fictional else ""
    response["Content-Disposition"] = f'attachment; filename="gemengd{word}-{name}{suffix}"'
    if suffix == ".csv":
        response["Link"] = f'<{name}{csvw.SUFFIX}>; rel="describedby"; type="{csvw.MEDIA_TYPE}"'
    return response


@published_page
def catalogue(request: HttpRequest, now: Shown, suffix: str) -> HttpResponseBase:  # noqa: ARG001
    """The catalogue."""
    return _sent(files(now) / f"catalogus{suffix}", suffix)


def _sent(path: Path, suffix: str) -> FileResponse:
    response = FileResponse(path.open("rb"), content_type=MEDIA_TYPES[suffix])
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _listed(resource: Resource, rows: int, folder: Path, code: str) -> Listed:
    def size(suffix: str) -> int:
        return (folder / f"{resource.name}{suffix}").stat().st_size

    words = "en" if code == "en" else "nl"
    columns = tuple(
        (column.name, column.meaning, column.unit)
        if words == "nl"
        else (column.name, resource.english(column), ENGLISH_UNITS[column.unit])
        for column in resource.columns
    )
    return Listed(
        resource.name,
        resource.title[words],
        resource.description[words],
        rows,
        columns,
        size(".csv"),
        size(".parquet"),
    )
