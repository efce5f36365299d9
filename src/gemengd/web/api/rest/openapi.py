# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI document of the API."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import QueryDict
from drf_spectacular.generators import SchemaGenerator

from gemengd.web.api.rest.problems import BadQueryError, Fault
from gemengd.web.api.rest.schema import VERSION

DESCRIPTION = """\
Cijfers over schoolsegregatie per gemeente, school en gebied. Iedereen mag ze lezen, zonder account.

Aantallen onder de publicatiedrempel staan er niet in; `status` zegt waarom een cijfer ontbreekt.
Alle tabellen staan ook als CSV en Parquet onder `/bestanden/`.

Wat er verandert staat in CHANGELOG.md bij de broncode. Een wijziging die een gebruiker breekt krijgt een
nieuw adres; het oude blijft dan nog minstens een jaar, met in dit document `deprecated` en de einddatum.
"""


@lru_cache(maxsize=4)
def document(address: str, contact: str) -> dict[str, Any]:
    """The description of the API.

    Args:
        address: public address of the site.
        contact: e-mail address or web address of who answers for it; empty when not set.
    """
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    made["info"] = {
        "title": "Gemengd: open data over schoolsegregatie",
        "version": VERSION,
        "description": DESCRIPTION,
        "contact": _contact(address, contact),
        "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
    }
    made["servers"] = [{"url": f"{address}/api/v1", "description": "deze site"}]
    made["tags"] = [{"name": "open data", "description": "Cijfers van de gepubliceerde versie"}]
    return made


def refuse_parameters(given: QueryDict) -> None:
    """Raise when the request for the document has parameters; it knows none.

    Raises:
        BadQueryError: every parameter is named.
    """
    faults = [
        Fault(name[:40], "unknown", f"{name[:40]!r} is niet bekend; er zijn geen parameters")
        for name in given
    ]
    if faults:
        raise BadQueryError(faults)


def _contact(address: str, contact: str) -> dict[str, str]:
    found = {"name": "Beheer van deze site", "url": address}
    if contact.startswith(("https://", "http://")):
        return found | {"url": contact}
    return found | ({"email": contact.removeprefix("mailto:")} if contact else {})
