# SPDX-License-Identifier: EUPL-1.2
"""Figures computed beside the site, from the counts alone."""

from __future__ import annotations

import polars as pl
import pytest

from gemengd import measure
from gemengd.tables import Workspace


@pytest.fixture(scope="session")
def dissimilarity(example_workspace):
    """D of a municipality by code and year: primary schools, low parental education against the others."""
    workspace = Workspace(example_workspace)
    kind = workspace.characteristics["parental_education"]
    schools = workspace.table("schools").filter(pl.col("sector") == "po")
    pupils = (
        workspace.table("pupils")
        .filter(pl.col("characteristic") == kind.name, ~pl.col("group").is_in(kind.unknown))
        .join(schools.select("school_id", "municipality_id"), on="school_id")
        .group_by("municipality_id", "year", "school_id", "group")
        .agg(pl.col("low").sum())
    )
    numbers = measure.indices(
        pupils,
        unit="school_id",
        group="group",
        pupils="low",
        by=("municipality_id", "year"),
        focal=list(kind.focal),
    ).filter(pl.col("index") == "D")
    return {(row["municipality_id"], row["year"]): row["estimate"] for row in numbers.iter_rows(named=True)}


@pytest.fixture
def get(client, site):
    """The page at an address, which must answer."""

    def page(address, **query):
        response = client.get(address, query)
        assert response.status_code == 200, address
        return response

    return page
