# SPDX-License-Identifier: EUPL-1.2
"""A real worker with work that goes wrong in every way: each costs itself, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from postgres_server import VARIABLE, absent

TESTS = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GEMENGD_SHARED", TESTS.parent.parent / "shared"))
WIDE, SCHOOLS = Path("cases/hostile/wide.xlsx"), Path("data/schools/bo_jan2013.csv.gz")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(tmp_path_factory, example_workspace):
    """How everything ended that the driver asked for."""
    folder = tmp_path_factory.mktemp("work")
    shutil.copytree(example_workspace, folder / "workspace")
    files = [path for path in (SHARED / WIDE, SHARED / SCHOOLS) if path.exists()]
    given = {
        "DJANGO_SETTINGS_MODULE": "hostile_work.settings",
        "GEMENGD_WORKSPACE": str(folder / "workspace"),
        "GEMENGD_SITE_DATA": str(folder / "site"),
        "DATABASE_URL": _database(os.environ.get(VARIABLE, "")),
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-m", "hostile_work.driver", *map(str, files)]
    with (folder / "log").open("w+", encoding="utf-8") as log:
        done = subprocess.run(
            command,
            env=os.environ | given,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=False,
        )
        log.seek(0)
        said = log.read()
    assert done.returncode == 0, said
    return json.loads(done.stdout) | {"log": said}


def _database(url):
    """A database of their own where the tests run on PostgreSQL, as workers see only what is written."""
    if not url:
        return ""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS work_tests")
        server.execute("CREATE DATABASE work_tests")
    return urlsplit(url)._replace(path="/work_tests").geturl()


@pytest.mark.parametrize(
    ("kind", "ending", "words"),
    [
        ("abort", "crash", "plotseling af"),
        ("eat", "memory", "geheugen"),
        ("eat_at_once", "memory", "geheugen"),
        ("late", "time", "langer"),
        ("fail", "unforeseen", "KeyError"),
        ("leave", "crash", "plotseling af"),
    ],
)
def test_what_goes_wrong_is_told_in_words(told, kind, ending, words):
    job = told["one_worker"][kind]
    assert (job["state"], job["ending"]) == ("failed", ending)
    assert words in job["problem"]
    assert "Er is niets veranderd" in job["problem"]


def test_the_worker_outlives_all_of_it(told):
    assert told["one_worker"]["worker_lives"]
    assert told["one_worker"]["stopped_as_it_should"]


def test_what_was_in_an_error_reaches_neither_page_nor_log(told):
    assert "Jansen" not in told["one_worker"]["fail"]["problem"] + told["log"]
    assert "KeyError" in told["log"]


def test_work_is_done_in_processes_of_their_own(told):
    names = ("first", "second", "other", "alone", "alone_too")
    assert len({told["one_worker"][name]["result"]["pid"] for name in names}) == len(names)


def test_two_organisations_are_served_at_once_and_one_by_turns(told):
    first, second, other = (told["one_worker"][name]["result"] for name in ("first", "second", "other"))
    assert first["ended"] < second["began"]
    assert other["began"] < first["ended"] + 60
    begun = [told["one_worker"][name]["started"] for name in ("first", "other", "second")]
    assert begun == sorted(begun)


def test_what_needs_the_same_for_itself_goes_by_turns(told):
    one, other = (told["one_worker"][name]["result"] for name in ("alone", "alone_too"))
    assert one["ended"] < other["began"]


def test_work_that_is_cancelled_ends_with_all_that_it_started(told):
    assert told["one_worker"]["cancelled"]["state"] == "cancelled"
    assert told["one_worker"]["left"] == []


def test_work_whose_worker_was_killed_is_told_so_and_can_be_tried_again(told):
    lost = told["killed"]["lost"]
    assert (lost["state"], lost["ending"]) == ("failed", "worker")
    assert "halverwege" in lost["problem"]
    assert told["killed"]["again"] == "running"


def test_what_waited_is_done_by_the_next_worker(told):
    assert told["killed"]["waits"]["state"] == "done"
    assert told["killed"]["workers"] == 1


def test_work_ends_with_a_worker_that_is_stopped_and_says_so(told):
    again = told["killed"]["again_after_stop"]
    assert (again["state"], again["ending"]) == ("failed", "worker")


def test_a_worker_that_dies_under_serve_is_followed_by_another(told):
    assert told["stopped"]["job"]["state"] == "done"
    assert told["stopped"]["other"]


def test_nothing_stays_when_the_server_is_gone(told):
    assert told["stopped"]["left"] is False


def test_a_hostile_sheet_is_refused_by_its_farthest_cell_and_the_next_import_works(told):
    if SCHOOLS.name not in told.get("imports", {}) or WIDE.name not in told["imports"]:
        absent(f"{WIDE} and {SCHOOLS} are not beside this checkout (set GEMENGD_SHARED)")
    broke, works = told["imports"][WIDE.name], told["imports"][SCHOOLS.name]
    assert (broke["state"], broke["ending"]) == ("failed", "refused")
    assert "XFD1048576" in broke["problem"]
    assert "XFD1048576" in broke["page"]
    assert told["imports"]["worker_lives"]
    assert (works["state"], works["problem"]) == ("done", "")
