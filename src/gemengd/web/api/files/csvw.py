# SPDX-License-Identifier: EUPL-1.2
"""Metadata beside a CSV file, by the W3C recommendation CSV on the Web (CSVW)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gemengd.web.api.data.columns import Column
from gemengd.web.api.data.licences import licence, rights, sources
from gemengd.web.api.data.resources import Resource

SUFFIX = ".csv-metadata.json"
MEDIA_TYPE = "application/csvm+json"
FICTIONAL = {
    "nl": "Verzonnen gegevens: deze gemeenten, scholen en leerlingen bestaan niet.",
    "en": "Invented data: these municipalities, schools and pupils do not exist.",
}
_DATATYPES = {
    "text": "string",
    "whole": "integer",
    "number": "number",
    "year": "gYear",
    "flag": {"base": "boolean", "format": "true|false"},
}


def metadata(resource: Resource, manifest: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The description of `<name>.csv`.

    Args:
        resource: the table.
        manifest: the workspace's manifest.
        source: the words that name the sources.

    Source: W3C, Metadata Vocabulary for Tabular Data (2015).
    """
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": f"{resource.name}.csv",
        "dc:title": _in_both(resource.title),
        "dc:description": _in_both(resource.description),
        "dc:license": {"@id": licence(manifest).address},
        "dc:rights": rights(manifest),
        "dc:source": source,
        "dc:created": manifest.get("created", ""),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [_column(resource, column, manifest) for column in resource.columns],
            "primaryKey": list(resource.key),
        },
    }
    return described | ({"dc:type": _in_both(FICTIONAL)} if manifest.get("fictional") else {})


def _column(resource: Resource, column: Column, manifest: Mapping[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": _in_both({"nl": column.meaning, "en": resource.english(column)}),
        "dc:source": "; ".join(dict.fromkeys(_behind(column, manifest))),
        "datatype": _DATATYPES[column.kind],
        "null": "",
        "required": column.name in resource.key and column.name != "status",
    }
    return about | ({"schema:unitText": column.unit} if column.unit else {})


def _behind(column: Column, manifest: Mapping[str, Any]) -> list[str]:
    """The sources of a column: what is copied comes from the lists of schools and areas."""
    copied = {"name", "board_id", "denomination", "x", "y", "located", "level"}
    tables = {"schools", "areas"} if column.source in copied else {"pupils", "residents", "schools", "areas"}
    found = [str(one.get("title", "")) for one in sources(manifest) if tables & set(one.get("tables", ()))]
    return found or [str(one.get("title", "")) for one in sources(manifest)]


def _in_both(text: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": words, "@language": code} for code, words in text.items()]
