# SPDX-License-Identifier: EUPL-1.2
"""A back-up is made, the site is destroyed, the back-up is put back, and everything is there again.

Each site here is one of its own, in processes of its own, as who keeps a site has it.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("kept_site.py")


@dataclass
class Site:
    """A site in a folder, with its own environment."""

    folder: Path
    database: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def backup(self) -> Path:
        return self.folder / "backup"

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *arguments, refused=False):
        own = {
            "DJANGO_SETTINGS_MODULE": "gemengd.web.settings",
            "GEMENGD_WORKSPACE": str(self.workspace),
            "GEMENGD_SITE_DATA": str(self.data),
            "DATABASE_URL": self.database,
        }
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(
            command, env=os.environ | own | self.more, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) is refused, done.stdout + done.stderr
        return done.stderr if refused else done.stdout

    def command(self, *arguments, refused=False):
        return self.run("-m", "django", *arguments, refused=refused)

    def program(self, what):
        return json.loads(self.run(PROGRAM, what))


def made(folder, example_workspace, database=""):
    site = Site(folder, database)
    shutil.copytree(example_workspace, site.workspace)
    site.program("make")
    return site


@pytest.fixture(scope="module")
def backed_up(example_workspace, tmp_path_factory):
    """A site on SQLite with its back-up."""
    site = made(tmp_path_factory.mktemp("kept"), example_workspace)
    site.command("backup", site.backup)
    return site


@pytest.fixture
def elsewhere(backed_up, tmp_path):
    """An empty machine with a copy of the back-up."""
    shutil.copytree(backed_up.backup, tmp_path / "backup")
    return Site(tmp_path)


@pytest.mark.slow
def test_everything_comes_back_on_sqlite(example_workspace, tmp_path):
    site = made(tmp_path, example_workspace)
    before = site.program("tell")
    said = site.command("backup", site.backup)
    assert str(site.backup) in said
    assert "GEMENGD_SECRET_KEY" not in said
    site.program("sign-in")
    shutil.rmtree(site.workspace)
    shutil.rmtree(site.data)
    site.command("restore", site.backup)
    assert_as_before(site, before)


@pytest.mark.slow
def test_everything_comes_back_on_postgresql(example_workspace, tmp_path, databases):
    site = made(tmp_path, example_workspace, databases())
    before = site.program("tell")
    site.command("backup", site.backup)
    site.program("sign-in")
    shutil.rmtree(site.workspace)
    shutil.rmtree(site.data)
    site.database = databases()
    site.command("restore", site.backup)
    assert_as_before(site, before)


@pytest.fixture
def databases(postgres_url):
    """Makes an empty database in the server of the tests; all of them go at the end."""
    import psycopg

    names = []
    with psycopg.connect(postgres_url, autocommit=True) as connection:

        def new():
            names.append(f"kept_{os.getpid()}_{len(names)}")
            connection.execute(f"CREATE DATABASE {names[-1]}")
            return postgres_url.rsplit("/", 1)[0] + f"/{names[-1]}"

        yield new
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def assert_as_before(site, before):
    assert before["publications"] == [2, 3, 2]
    assert before["page"][0] == 200
    assert before["protected"]
    assert site.program("tell") == before
    assert "unchanged" in site.command("check_events", "--known", before["head"])
    assert "No planned migration operations" in site.command("migrate", "--plan")
    # The second step too: its secret is encrypted with the key of the site.
    assert site.program("sign-in") == "/organisatie/"


def test_only_the_owner_may_read_it(backed_up):
    assert stat.S_IMODE(backed_up.backup.stat().st_mode) == 0o700


def test_a_key_from_the_environment_stays_out_of_it(backed_up, tmp_path):
    site = Site(backed_up.folder, more={"GEMENGD_SECRET_KEY": "k" * 60})
    assert "GEMENGD_SECRET_KEY is not in it" in site.command("backup", tmp_path / "backup")
    assert not (tmp_path / "backup" / "secret-key").exists()
    other = Site(tmp_path, more={"GEMENGD_SECRET_KEY": "other" * 12})
    assert "GEMENGD_SECRET_KEY" in other.command("restore", other.backup, refused=True)
    Site(tmp_path, more=site.more).command("restore", other.backup)


def test_a_folder_that_is_there_is_left_alone(backed_up):
    before = sorted(backed_up.backup.rglob("*"))
    assert "already" in backed_up.command("backup", backed_up.backup, refused=True)
    assert sorted(backed_up.backup.rglob("*")) == before


def test_a_site_that_is_there_is_left_alone(backed_up):
    before = backed_up.program("tell")
    assert "already" in backed_up.command("restore", backed_up.backup, refused=True)
    assert backed_up.program("tell") == before


def test_a_database_that_is_not_empty_is_left_alone(elsewhere):
    elsewhere.command("migrate", "--verbosity", "0")
    assert "not empty" in elsewhere.command("restore", elsewhere.backup, refused=True)
    assert not (elsewhere.workspace / "current").exists()


@pytest.mark.parametrize("file", ["database", "secret-key", "workspace/current"])
def test_a_damaged_back_up_is_refused_before_anything_is_touched(elsewhere, file):
    with (elsewhere.backup / file).open("ab") as out:
        out.write(b"x")
    assert file in elsewhere.command("restore", elsewhere.backup, refused=True)
    assert not elsewhere.workspace.exists()


def test_a_back_up_of_another_kind_of_database_is_refused(elsewhere):
    elsewhere.database = "postgresql://nobody@127.0.0.1:1/nothing"
    assert "sqlite" in elsewhere.command("restore", elsewhere.backup, refused=True)


def test_a_folder_that_is_no_back_up_is_refused(elsewhere, tmp_path):
    assert "backup.json" in elsewhere.command("restore", tmp_path / "nothing", refused=True)


def test_after_a_refusal_one_can_try_again(elsewhere):
    elsewhere.command("migrate", "--verbosity", "0")
    elsewhere.command("restore", elsewhere.backup, refused=True)
    (elsewhere.data / "site.sqlite3").unlink()
    elsewhere.command("restore", elsewhere.backup)
    assert elsewhere.program("tell")["health"].startswith("goed\n")
