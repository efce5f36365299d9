# SPDX-License-Identifier: EUPL-1.2
"""The open data of the example region: tables, filters, errors, files, descriptions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.test import Client

from frozen.keeping import Output, check, output
from frozen.visiting import answered, content, kind
from frozen.volatile import steady

WRONG = (
    "/api/v1/",
    "/api/v1/nothing",
    "/api/v1/gemeenten/GM0001",
    "/api/v1/gemeenten?page=0",
    "/api/v1/gemeenten?page=99",
    "/api/v1/gemeenten?pageSize=0",
    "/api/v1/gemeenten?pageSize=100000",
    "/api/v1/gemeenten?kleur=rood",
    "/api/v1/gemeenten?gemeente=",
    "/api/v1/indicatoren?jaar=vorig",
    "/api/v1/indicatoren?sector=mbo",
    "/api/v1/gemeenten/",
    "/bestanden/nothing.csv",
    "/bestanden/gemeenten.xlsx",
)
WHOLE = ("/api/v1/openapi.json",)


def test_the_description(site):
    document = Client().get("/api/v1/openapi.json").json()
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
    check("api_description", [output("openapi.json", steady(text))])


def test_every_table_and_what_it_can_be_asked(site):
    check("api", _tables(Client()), listed=True)


def test_every_file(site):
    check("api_files", _files(Client()), listed=True)


def test_errors(site):
    client = Client()
    told = []
    for address in WRONG:
        answer = client.get(address)
        shown = content(answer).decode() if "json" in kind(answer) else f"({kind(answer)})"
        told.append(f"GET {address}\n{answer.status_code} {answer['Content-Type']}\n{shown}\n")
    for method in ("post", "put", "delete", "options", "head"):
        answer = getattr(client, method)("/api/v1/gemeenten")
        told.append(f"{method.upper()} /api/v1/gemeenten\n{answer.status_code}\n{content(answer).decode()}\n")
    check("api_errors", [output("errors.txt", steady("\n".join(told)))])


def _tables(client: Client) -> Iterator[Output]:
    described = client.get("/api/v1/openapi.json").json()
    for path, methods in described["paths"].items():
        name = path.strip("/")
        if "{" in name:
            continue
        rows: list[dict[str, Any]] = []
        number = 1
        while True:
            answer = client.get(f"/api/v1/{name}", {"page": number, "pageSize": 500})
            if answer.status_code != 200 or "results" not in answer.json():
                break
            yield output(f"{name}/page-{number}.json", _readable(answer))
            rows += answer.json()["results"]
            if answer.json()["links"]["next"] is None:
                break
            number += 1
        if rows:
            yield from _asked(client, name, methods["get"], rows)
            if f"/{name}/{{" in "".join(described["paths"]):
                for value in list(dict.fromkeys(str(next(iter(row.values()))) for row in rows))[:3]:
                    yield output(f"{name}/one-{value}.json", _readable(client.get(f"/api/v1/{name}/{value}")))


def _asked(client: Client, name: str, get: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[Output]:
    """A table by each of its filters: the value of its last row, and one that is never there."""
    for parameter in get.get("parameters", []):
        asked = parameter["name"]
        if asked in rows[-1]:
            value = rows[-1][asked]
            text = str(value).lower() if isinstance(value, bool) else str(value)
            for what, given in (("last", text), ("none", "99xyz")):
                answer = client.get(f"/api/v1/{name}", {asked: given, "pageSize": 20})
                yield output(f"{name}/{asked}-{what}.json", _readable(answer))


def _readable(answer: Any) -> str:
    text = json.dumps(answer.json(), indent=1, ensure_ascii=False)
    return steady(f"{answer.status_code} {answer['Content-Type']}\n{text}\n")


def _files(client: Client) -> Iterator[Output]:
    described = client.get("/api/v1/openapi.json").json()
    names = sorted({path.strip("/").split("/")[0] for path in described["paths"]} - {"openapi.json"})
    for name in names:
        for suffix in (".csv", ".csv-metadata.json"):
            answer = client.get(f"/bestanden/{name}{suffix}")
            yield output(f"{name}{suffix}", content(answer))
        content(client.get(f"/bestanden/{name}.parquet"))
    for suffix in (".ttl", ".jsonld"):
        yield output(f"catalogus{suffix}", steady(content(client.get(f"/catalogus{suffix}")).decode()))
    for language in ("", "/en"):
        yield from answered(f"{language}/bestanden/", client.get(f"{language}/bestanden/"))
