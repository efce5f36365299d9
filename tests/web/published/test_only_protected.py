# SPDX-License-Identifier: EUPL-1.2
"""Pages and API open what was published and nothing else, and load nothing that only protection needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from gemengd.tables import NoWorkspace, Workspace
from gemengd.web.published.storing import let_go, open_stored, stored_versions

PLACE = "sector=po&kenmerk=parental_education"
PAGES = (
    "/",
    "/kaart/",
    "/kaart/vlakken.json",
    "/methode/",
    "/gemeente/GM9901/",
    f"/gemeente/GM9901/figuur/level.csv?{PLACE}",
    "/school/99AA00/",
    "/vergelijken/?gemeente=GM9901&gemeente=GM9902",
    "/zoeken/?q=school",
    "/api/v1/gemeenten",
    "/api/v1/scholen",
    "/bestanden/indicatoren.csv",
)
PROGRAM = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from gemengd.web.published.services import publish
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if sys.argv[1] != "visit":
    call_command("migrate", verbosity=0)
    publish(int(sys.argv[1]))
    sys.exit()
pages = {page: Client().get(page).status_code for page in json.loads(sys.argv[2])}
slow = ("numba", "llvmlite", "scipy", "vl_convert", "duckdb", "ibis")
heavy = [name for name in slow if name in sys.modules]
print(json.dumps([pages, heavy]))
"""


@pytest.mark.parametrize("page", PAGES)
def test_no_page_opens_the_workspace(client, site, monkeypatch, page):
    def opened(*_args, **_kwargs):
        raise AssertionError("a page opened the workspace, which holds what was never protected")

    for way in ("table", "monitor"):
        monkeypatch.setattr(Workspace, way, opened)
    monkeypatch.setattr(Workspace, "manifest", property(opened))
    response = client.get(page)
    response.close()
    assert response.status_code == 200


def test_a_process_that_answers_visitors_loads_no_measures(example_workspace, tmp_path):
    version = str(Workspace(example_workspace).version)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gemengd.web.settings",
        "GEMENGD_WORKSPACE": str(example_workspace),
        "GEMENGD_SITE_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    subprocess.run([*command, version], env=environment, check=True)
    visit = [*command, "visit", json.dumps(PAGES)]
    done = subprocess.run(visit, env=environment, capture_output=True, text=True, check=True)
    pages, heavy = json.loads(done.stdout.splitlines()[-1])
    assert set(pages.values()) == {200}
    assert heavy == []


def test_what_is_stored_holds_no_flows_and_no_counts_beside_the_frames(site, workspace_folder):
    stored = open_stored(workspace_folder, site.version)
    assert "flows" not in stored.frames
    assert set(stored.tables) == {"areas", "shapes", "schools"}
    assert not {"capacity", "pupils", "low", "high"} & {
        name for table in stored.tables.values() for name in table.columns
    }


def test_versions_that_are_let_go_cannot_be_opened(site, tmp_path, workspace_folder):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(workspace_folder, copy)
    assert stored_versions(copy) == [site.version]
    let_go(copy, [])
    assert stored_versions(copy) == []
    with pytest.raises(NoWorkspace, match="Publish it again"):
        open_stored(copy, site.version)
