# SPDX-License-Identifier: EUPL-1.2
"""What boards wrote when each text was a row is there after the move, as revisions, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("before_moving.py")
SAID = {
    "99AA00 B1": [
        [6, "", "None", None],
        [3, "Twee, met een caf\u00e9.", "None", None],
        [1, "Een.", "45.50", 2025],
    ],
    "99AA00 B2": [[5, "Andere organisatie.", "None", None]],
    "99AB00 B1": [[2, "Andere school.", "None", None]],
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def run(request, tmp_path):
    """Run the program in a site of its own."""
    database = request.getfixturevalue("own_database") if request.param == "postgresql" else ""
    own = {
        "DJANGO_SETTINGS_MODULE": "gemengd.web.settings",
        "GEMENGD_SITE_DATA": str(tmp_path),
        "DATABASE_URL": database,
    }

    def program(*arguments):
        command = [sys.executable, "-W", "ignore", str(PROGRAM), *arguments]
        return subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False)

    return program


@pytest.fixture
def own_database(postgres_url):
    """An empty database on the server of the tests."""
    import psycopg

    address, name = postgres_url.rsplit("/", 1)[0], f"moved_{os.getpid()}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield f"{address}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def told(run):
    done = run("tell")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def made(run, case):
    done = run("make", case)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("case", ["rows", "both"])
def test_every_text_is_a_revision_with_its_moment_and_its_writer(run, case):
    made(run, case)
    found = told(run)
    assert {name: [row[:4] for row in rows] for name, rows in found["said"].items()} == SAID
    assert found["checked"] == 5
    assert not found["old"]
    if case == "rows":
        assert {row[4] for rows in found["said"].values() for row in rows} == {2026}


def test_texts_of_which_only_some_have_a_revision_stop_the_migration_and_stay(run):
    made(run, "some")
    for _ in range(2):
        done = run("tell")
        assert done.returncode != 0
        assert "found 2 revisions of 3 texts, expected all or none" in done.stderr


def test_a_site_where_no_board_wrote_anything(run):
    made(run, "nothing")
    assert told(run) == {"said": {}, "checked": 0, "old": False}
