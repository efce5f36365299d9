# SPDX-License-Identifier: EUPL-1.2
"""The public pages of the example region: form and words, pictures, tables, refusals, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from frozen.keeping import Output, check, output
from frozen.visiting import answered, content, links
from frozen.volatile import steady

ELSEWHERE = re.compile(r"^(/en)?/(account|organisatie|beheer|static|api|bestanden/.+|catalogus)")
SCHOOL = re.compile(r"^(?:/en)?/school/(\w+)/")
SOME, EVERY = 3, 18
"""Of one school in so many the page is visited, and of one in so many its figures."""
HEADERS = (
    "Content-Type",
    "Cache-Control",
    "Content-Disposition",
    "Content-Language",
    "Content-Security-Policy",
    "Vary",
    "X-Frame-Options",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "Cross-Origin-Opener-Policy",
    "Link",
    "Access-Control-Allow-Origin",
    "Location",
)
REFUSED = (
    "/gemeente/GM0001/",
    "/gemeente/Oosterhaven/",
    "/gemeente/GM9901",
    "/gemeente/9901/?sector=vo",
    "/gemeente/GM9901/?sector=mbo",
    "/gemeente/GM9901/?kenmerk=inkomen",
    "/gemeente/GM9901/?jaar=1950",
    "/gemeente/GM9901/figuur/nothing/",
    "/gemeente/GM9901/figuur/nothing.svg",
    "/gemeente/GM9901/figuur/level.svg?breed=2",
    "/gemeente/GM0001/figuur/level.csv",
    "/gemeente/GM0001/raad.pdf",
    "/school/00XX00/",
    "/school/00XX00/figuur/beside.svg",
    "/vergelijken/?gemeente=GM0001",
    "/vergelijken/?gemeente=GM9901",
    "/vergelijken/?gemeente=GM9901&gemeente=GM9901",
    "/vergelijken/?gemeente=GM9901&gemeente=GM9902&gemeente=GM9903&gemeente=GM9901",
    "/vergelijken/figuur/nothing.svg?gemeente=GM9901&gemeente=GM9902",
    "/zoeken/?q=",
    "/zoeken/?q=xyzzy",
    "/zoeken/?q=oosterhavn",
    "/zoeken/?q=9001",
    "/zoeken/?q=de",
    "/kaart/?gemeente=GM0001",
    "/kaart/?jaar=1950",
    "/land/figuur/nothing/",
    "/bestaat-niet/",
    "/bestanden/nothing.csv",
)
MORE = (
    "/zoeken/?q=oosterhaven",
    "/zoeken/?q=montessori",
    "/zoeken/?q=weef",
    "/vergelijken/?gemeente=GM9901&gemeente=GM9902",
    "/vergelijken/?gemeente=GM9901&gemeente=GM9902&gemeente=GM9903",
    "/gezond/",
    "/gemeente/GM9901/figuur/level/insluiten/",
    "/gemeente/GM9902/figuur/map/insluiten/",
    "/en/land/figuur/trend/insluiten/",
    "/school/99AA00/figuur/beside/insluiten/",
    "/vergelijken/figuur/trends/insluiten/?gemeente=GM9901&gemeente=GM9902",
)
PNG = (
    *(
        f"/gemeente/GM9901/figuur/{key}.png"
        for key in ("level", "causes", "trend", "schools", "map", "flows")
    ),
    "/en/gemeente/GM9902/figuur/level.png",
    "/land/figuur/map.png",
    "/vergelijken/figuur/levels.png?gemeente=GM9901&gemeente=GM9902",
)


def test_every_address():
    lines = sorted(_addresses(get_resolver("gemengd.web.urls")))
    check("site_addresses", [output("patterns.txt", "".join(f"{line}\n" for line in lines))])


def _addresses(resolver: Any, path: str = "", space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        here = path + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _addresses(one, here, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{here}  {space}{one.name or '-'}"


def test_every_public_page_that_can_be_reached(site):
    check("site_pages", _reached(Client()), listed=True)


def test_pictures_in_pixels_and_for_the_council(site):
    client = Client()
    outputs = [one for address in PNG for one in answered(address, client.get(address))]
    check("site_pixels", outputs, listed=True)


def test_what_is_refused_and_how(site):
    client = Client()
    told = [each for one in REFUSED for each in _refusal(client, one)]
    check("site_refused", told, listed=True)


def test_the_headers_of_answers(site):
    client, said = Client(), []
    kinds = ("/", "/gemeente/GM9901/", "/gemeente/GM9901/figuur/level/", "/gemeente/GM9901/figuur/level.svg")
    more = ("/gemeente/GM9901/figuur/level.png", "/gemeente/GM9901/figuur/level.csv", "/kaart/vlakken.json")
    others = ("/gemeente/GM9901/figuur/level/insluiten/", "/school/99AA00/", "/gezond/", "/bestaat-niet/")
    last = (
        "/organisatie/",
        "/account/login/",
        "/api/v1/gemeenten",
        "/bestanden/gemeenten.csv",
        "/catalogus.ttl",
    )
    for address in (*kinds, *more, *others, *last):
        answer = client.get(address)
        content(answer)
        said += [f"{address} {answer.status_code}"]
        said += [f"  {name}: {answer[name]}" for name in HEADERS if name in answer]
    check("site_headers", [output("headers.txt", steady("\n".join(said) + "\n"))])


def _refusal(client: Client, address: str) -> Iterator[Output]:
    for language in ("", "/en"):
        yield from answered(language + address, client.get(language + address))


def _reached(client: Client) -> Iterator[Output]:
    """What links lead to from the first page, and the page of every choice (not beyond it: that is much)."""
    todo, seen = sorted({"/", "/en/", *MORE}), set()
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        yield from answered(address, answer)
        todo += sorted(link for link in set(links(address, answer)) if _wanted(link))
    for address in sorted(set(_cells(client)) - seen):
        yield from answered(address, client.get(address))


def _wanted(address: str) -> bool:
    if ELSEWHERE.match(address) or address.endswith((".pdf", ".png")) or ".png?" in address:
        return False
    if "/figuur/" in address and address.startswith("/en/") and ".svg" in address:
        return "GM9902" in address
    school = SCHOOL.match(address)
    return school is None or _number(school[1]) % (EVERY if "/figuur/" in address else SOME) == 0


@cache
def _number(school: str) -> int:
    return sum(place * ord(sign) for place, sign in enumerate(school, start=1))


def _cells(client: Client) -> Iterator[str]:
    """The pages of every municipality, sector, characteristic and year of which there are figures."""
    rows, page = [], 1
    while True:
        answer = client.get("/api/v1/indicatoren", {"page": page, "pageSize": 1000}).json()
        rows, page = rows + answer["results"], page + 1
        if answer["links"]["next"] is None:
            break
    for where in sorted({tuple(str(row[name]) for name in CELL) for row in rows}):
        place, sector, characteristic, year = where
        query = f"?sector={sector}&kenmerk={characteristic}&jaar={year}"
        yield f"/gemeente/{place}/{query}"
        yield f"/en/gemeente/{place}/{query}"


CELL = ("gemeente", "sector", "kenmerk", "jaar")
