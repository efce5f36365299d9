# SPDX-License-Identifier: EUPL-1.2
"""Every page of the national workspace answers."""

from __future__ import annotations

import pytest

from gemengd.tables import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def national(db, settings, country_folder):
    from gemengd.web.published.services import publish

    settings.GEMENGD_WORKSPACE = country_folder
    return publish(Workspace(country_folder).version)


def test_every_municipality_answers(client, national):
    from gemengd.web.published.selectors import shown

    codes = list(shown().monitor.names)
    refused = [code for code in codes if client.get(f"/gemeente/{code}/").status_code != 200]
    assert refused == []
    assert len(codes) >= 380


def test_the_reference_figure_of_amsterdam_is_shown(client, national):
    page = client.get(
        "/gemeente/GM0363/", {"sector": "po", "kenmerk": "migration_background"}
    ).content.decode()
    assert 'gm-headline__main">28 van de 100 leerlingen uit deze groep<' in page
    assert "geschat op basis van de buurt" in page


def test_a_postcode_leads_to_its_municipality(client, national):
    assert client.get("/zoeken/", {"q": "1012"})["Location"] == "/gemeente/GM0363/"
    assert client.get("/zoeken/", {"q": "s gravenhage"})["Location"] == "/gemeente/GM0518/"
