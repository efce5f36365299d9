# SPDX-License-Identifier: EUPL-1.2
"""The home page, and the figures of all municipalities together."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from django.contrib.staticfiles import finders

from gemengd.tables import Workspace


def test_the_country_is_the_mean_of_the_municipalities_weighted_by_pupils(
    get, dissimilarity, example_workspace
):
    workspace = Workspace(example_workspace)
    kind = workspace.characteristics["parental_education"]
    schools = workspace.table("schools").filter(pl.col("sector") == "po")
    pupils = (
        workspace.table("pupils")
        .filter(
            pl.col("characteristic") == kind.name,
            ~pl.col("group").is_in(kind.unknown),
            pl.col("year") == 2025,
        )
        .join(schools.select("school_id", "municipality_id"), on="school_id")
        .group_by("municipality_id")
        .agg(pl.col("low").sum())
    )
    weights = dict(pupils.iter_rows())
    mean = sum(weights[code] * dissimilarity[code, 2025] for code in weights) / sum(weights.values())
    page = get("/", sector="po", kenmerk="parental_education").content.decode()
    assert f'gm-headline__main">{round(100 * mean)} van de 100 leerlingen uit deze groep<' in page


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_one_can_find_and_read_on(get, prefix):
    page = get(f"{prefix}/").content.decode()
    assert f'action="{prefix}/zoeken/"' in page
    for code in ("GM9901", "GM9902", "GM9903"):
        assert f'href="{prefix}/gemeente/{code}/"' in page
    assert f"{prefix}/land/figuur/map.svg" in page


def test_the_choices_are_in_the_address(get):
    page = unescape(get("/", sector="vo", kenmerk="origin", jaar=2021).content.decode())
    assert "sector=vo&kenmerk=origin&jaar=2021" in page


def test_one_municipality_alone_is_not_put_beside_itself(get, monkeypatch):
    from gemengd.web.published.selectors import shown

    monkeypatch.setattr(shown().monitor, "names", {"GM9901": "Oosterhaven"})
    page = get("/").content.decode()
    assert "/land/figuur/" not in page
    assert "Oosterhaven" in page


def test_the_page_weighs_little(get):
    page = get("/").content.decode()
    files = re.findall(r'(?:href|src)="/?static/([^"]+\.(?:css|js|mjs|svg|woff2))"', page)
    assert any(name.endswith(".css") for name in files)
    sizes = []
    for name in files:
        content = Path(finders.find(name)).read_bytes()
        sizes.append(len(content) if name.endswith("woff2") else len(gzip.compress(content)))
    pictures = [get(unescape(address)).content for address in re.findall(r'<img src="(/land/[^"]+)"', page)]
    sizes += [len(gzip.compress(picture)) for picture in pictures]
    assert len(gzip.compress(page.encode())) + sum(sizes) < 300_000


def test_before_anything_is_published_the_visitor_is_told(client, db):
    response = client.get("/")
    assert response.status_code == 503
    assert "nog niets gepubliceerd" in response.content.decode()
