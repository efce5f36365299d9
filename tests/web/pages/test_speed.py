# SPDX-License-Identifier: EUPL-1.2
"""Every page of the national workspace answers; what it costs is printed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from gemengd import sources
from gemengd.monitor import Settings, build
from gemengd.tables import Workspace

pytestmark = pytest.mark.slow

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FILES = (
    "duo/leerlingen-po-per-gemeente-postcode-2017-2018.tar.gz",
    "schools/bo_jan2013.csv.gz",
    "cbs/cbs_pc4_2020_v1.xlsx",
    "geo/nl_postcode4.geojson.gz",
    "municipalities/gm_changes_before_2018.csv",
)


@pytest.fixture(scope="module")
def country(shared_data, tmp_path_factory):
    workspace = Workspace(tmp_path_factory.mktemp("country"))
    workspace.add(sources.read([shared_data / name for name in FILES]), now=NOW)
    settings = Settings()
    workspace.store_monitor(build(workspace, settings), settings=settings.as_dict(), now=NOW)
    return workspace.folder


@pytest.fixture
def national(db, settings, country):
    from gemengd.web.published.services import publish

    settings.GEMENGD_WORKSPACE = country
    return publish(Workspace(country).version)


def test_every_municipality_answers_and_its_cost_is_told(client, national, capsys):
    from gemengd.web.published.selectors import shown

    codes = list(shown().monitor.names)
    client.get(f"/gemeente/{codes[0]}/")  # what is read and compiled once
    costs = []
    for code in codes:
        start = time.process_time()
        response = client.get(f"/gemeente/{code}/")
        costs.append(time.process_time() - start)
        assert response.status_code == 200, code
    costs.sort()
    with capsys.disabled():
        middle, late = costs[len(costs) // 2], costs[int(len(costs) * 0.95)]
        print(f"\n{len(codes)} municipality pages: {middle * 1000:.0f} ms CPU in the middle, "
              f"{late * 1000:.0f} ms at p95, {costs[-1] * 1000:.0f} ms at most")  # fmt: skip
    assert len(codes) >= 380


def test_the_reference_figure_of_amsterdam_is_shown(client, national):
    page = client.get(
        "/gemeente/GM0363/", {"sector": "po", "kenmerk": "migration_background"}
    ).content.decode()
    assert 'gm-headline__main">28 van de 100<' in page
    assert "geschat op basis van de buurt" in page


def test_a_postcode_leads_to_its_municipality(client, national):
    assert client.get("/zoeken/", {"q": "1012"})["Location"] == "/gemeente/GM0363/"
    assert client.get("/zoeken/", {"q": "s gravenhage"})["Location"] == "/gemeente/GM0518/"
